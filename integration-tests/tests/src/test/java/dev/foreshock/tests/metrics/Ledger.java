// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.metrics;

import dev.foreshock.harness.Child;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An application outside any server: some statements on H2, one of which fails. Lives on where it has an argument. */
public final class Ledger {
    static final int ENTRIES = 3;

    private Ledger() {}

    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:ledger")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE entry (id INT PRIMARY KEY, amount INT)");
                statement.executeUpdate("INSERT INTO entry VALUES (1, 10), (2, 20), (3, 30)");
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT amount FROM entry WHERE id = ?")) {
                for (int id = 1; id <= ENTRIES; id++) {
                    select.setInt(1, id);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            System.out.println("amount " + rows.getInt(1));
                        }
                    }
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT * FROM missing WHERE secret = 'hunter2'");
            } catch (SQLException expected) {
                System.out.println("failed " + expected.getSQLState());
            }
        }
        if (args.length > 0) {
            Child.ready(0);
            Child.awaitEnd();
        }
    }
}
