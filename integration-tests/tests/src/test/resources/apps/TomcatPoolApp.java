// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import javax.sql.DataSource;

public class TomcatPoolApp extends JdbcPoolApp {
    public static void main(String[] arguments) throws Exception {
        new TomcatPoolApp().run(arguments);
    }

    @Override
    DataSource pool() {
        org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
        pool.setName(NAME);
        pool.setDriverClassName("org.h2.Driver");
        pool.setUrl(where);
        pool.setUsername(USER);
        pool.setPassword(PASSWORD);
        pool.setInitialSize(1);
        pool.setMaxActive(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMinIdle(1);
        pool.setMaxWait(PATIENCE_MILLIS);
        return pool;
    }
}
