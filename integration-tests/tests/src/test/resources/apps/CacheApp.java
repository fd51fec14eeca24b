// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A service that looks things up in caches above a database, one case for each request that it gets. */
public abstract class CacheApp extends QueueApp {
    private Connection database;

    @Override
    void open() throws Exception {
        database = DriverManager.getConnection("jdbc:h2:mem:caches");
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE prices (id INT PRIMARY KEY, price INT)");
        }
    }

    /** What a cache is there for to spare. */
    final String load(Object key) {
        if (key.equals("broken")) {
            throw new IllegalStateException("canary of the loader");
        }
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM prices")) {
            rows.next();
            return "canary-value " + key + " " + rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void close() throws Exception {
        database.close();
    }
}
