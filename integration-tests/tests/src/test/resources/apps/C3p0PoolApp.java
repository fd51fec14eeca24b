// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import javax.sql.DataSource;

public class C3p0PoolApp extends JdbcPoolApp {
    public static void main(String[] arguments) throws Exception {
        new C3p0PoolApp().run(arguments);
    }

    @Override
    DataSource pool() throws Exception {
        ComboPooledDataSource pool = new ComboPooledDataSource();
        pool.setDataSourceName(NAME);
        pool.setDriverClass("org.h2.Driver");
        pool.setJdbcUrl(where);
        pool.setUser(USER);
        pool.setPassword(PASSWORD);
        pool.setInitialPoolSize(1);
        pool.setMinPoolSize(1);
        pool.setMaxPoolSize(CONNECTIONS);
        pool.setAcquireIncrement(1);
        pool.setCheckoutTimeout(PATIENCE_MILLIS);
        return pool;
    }
}
