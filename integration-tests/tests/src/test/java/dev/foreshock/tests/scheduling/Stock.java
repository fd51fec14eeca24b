// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scheduling;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database with a table of a hundred articles. */
final class Stock {
    static final int ARTICLES = 100;
    private static final String URL = "jdbc:h2:mem:stock;DB_CLOSE_DELAY=-1";

    private Stock() {}

    static void create() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE article (id INT PRIMARY KEY, amount INT)");
            statement.execute("INSERT INTO article SELECT x, x FROM SYSTEM_RANGE(1, " + ARTICLES + ")");
        }
    }

    /** One query, told from others by its comparison. */
    static int count(String operator) {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT COUNT(*) FROM article WHERE amount " + operator + " 50")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One query for each article, after one that finds them. */
    static int oneByOne() {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement();
                ResultSet articles = statement.executeQuery("SELECT id FROM article");
                PreparedStatement select = connection.prepareStatement("SELECT amount FROM article WHERE id = ?")) {
            int sum = 0;
            while (articles.next()) {
                select.setInt(1, articles.getInt(1));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        sum += rows.getInt(1);
                    }
                }
            }
            return sum;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
