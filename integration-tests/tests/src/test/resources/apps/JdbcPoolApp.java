// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A {@link PoolApp} over JDBC. */
public abstract class JdbcPoolApp extends PoolApp {
    static final String USER = "sa";
    static final String PASSWORD = "canary-password";

    private final DataSource[] pools = new DataSource[3];

    abstract DataSource pool() throws Exception;

    @Override
    void open(int number) throws Exception {
        // A driver that is used for the first time may take longer than a pool is patient.
        DriverManager.getConnection(where, USER, PASSWORD).close();
        pools[number] = pool();
    }

    @Override
    AutoCloseable borrow(int number) throws SQLException {
        return pools[number].getConnection();
    }

    @Override
    void use(AutoCloseable connection) throws SQLException {
        try (Statement statement = ((Connection) connection).createStatement()) {
            statement.executeQuery("SELECT 7 + 1 FROM information_schema.tables WHERE 1 = 0").close();
        }
    }
}
