// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

public class DbcpPoolApp extends JdbcPoolApp {
    public static void main(String[] arguments) throws Exception {
        new DbcpPoolApp().run(arguments);
    }

    @Override
    @SuppressWarnings("deprecation") // the floor knows no other
    DataSource pool() {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(where);
        pool.setUsername(USER);
        pool.setPassword(PASSWORD);
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMinIdle(1);
        pool.setMaxWaitMillis(PATIENCE_MILLIS);
        return pool;
    }
}
