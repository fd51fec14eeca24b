// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.export;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

/** Many statements in little memory, a result to compare, and an exit code of its own. */
final class Workload {
    static final int EXIT_CODE = 7;
    static final int STATEMENTS = 20_000;

    private Workload() {}

    public static void main(String[] arguments) throws Exception {
        long sum = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:workload")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE entry (id INT PRIMARY KEY, amount INT)");
                statement.execute("INSERT INTO entry SELECT X, X * X FROM SYSTEM_RANGE(1, 100)");
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT amount FROM entry WHERE id = ?")) {
                for (int i = 0; i < STATEMENTS; i++) {
                    select.setInt(1, 1 + i % 100);
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        sum += row.getInt(1);
                    }
                }
            }
        }
        System.out.println("sum " + sum);
        System.exit(EXIT_CODE);
    }
}
