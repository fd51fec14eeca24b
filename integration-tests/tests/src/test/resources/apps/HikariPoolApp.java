// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

public class HikariPoolApp extends JdbcPoolApp {
    public static void main(String[] arguments) throws Exception {
        new HikariPoolApp().run(arguments);
    }

    @Override
    DataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(NAME);
        pool.setJdbcUrl(where);
        pool.setUsername(USER);
        pool.setPassword(PASSWORD);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(PATIENCE_MILLIS);
        return pool;
    }
}
