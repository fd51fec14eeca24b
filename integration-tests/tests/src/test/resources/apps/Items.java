// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A table to ask for something: what a statement's span is a child of says which request it was executed for. */
public class Items {
    private static Connection connection;

    static synchronized void create() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:items");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id INT PRIMARY KEY)");
            statement.execute("INSERT INTO item VALUES (1)");
        }
    }

    static synchronized String find() {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM item WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? "found" : "missing";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
