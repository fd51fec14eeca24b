// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The pages of {@link ScenarioApp} that read and write a database, in the many ways that look alike. */
final class ScenarioDatabase {
    static final String URL = "jdbc:h2:mem:scenarios;DB_CLOSE_DELAY=-1";
    private static final int MANY = 40;

    private final AtomicInteger ids = new AtomicInteger(1_000_000);

    interface Work {
        void run(Connection connection) throws SQLException;
    }

    ScenarioDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (id int PRIMARY KEY, name varchar(40), visits int)");
            statement.execute("CREATE TABLE orders (id int PRIMARY KEY, customer int)");
            statement.execute("CREATE TABLE lines (id int PRIMARY KEY, article varchar(40))");
            statement.execute("CREATE TABLE steps (id int PRIMARY KEY, last int)");
            statement.execute("INSERT INTO steps VALUES (1, 0)");
            statement.execute("CREATE SEQUENCE numbers");
            statement.execute("CREATE ALIAS monthly_report FOR 'java.lang.Thread.sleep(long)'");
            StringBuilder wide = new StringBuilder("CREATE TABLE wide (id int PRIMARY KEY");
            for (int i = 0; i < MANY; i++) {
                wide.append(", c").append(letters(i)).append(" int");
            }
            statement.execute(wide.append(')').toString());
            statement.execute("INSERT INTO customers SELECT x, 'Customer ' || x, 0 FROM system_range(1, 1000)");
            statement.execute("INSERT INTO orders SELECT x, x + 500 FROM system_range(1, " + MANY + ")");
        }
    }

    private static String letters(int i) {
        return "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
    }

    /** A connection for each, as from a pool that has one ready. */
    void run(Work work) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL)) {
            work.run(connection);
        }
    }

    Map<String, Work> all() {
        Map<String, Work> pages = new LinkedHashMap<>();
        sick(pages);
        healthy(pages);
        return pages;
    }

    private void sick(Map<String, Work> pages) {
        pages.put("customer-of-each-order", connection -> {
            for (int customer : query(connection, "SELECT customer FROM orders ORDER BY id")) {
                query(connection, "SELECT id FROM customers WHERE id = ?", customer);
            }
        });
        pages.put("settings-again", connection -> {
            for (int i = 0; i < 15; i++) {
                query(connection, "SELECT visits FROM customers WHERE id = ?", 1);
            }
        });
        pages.put("lists-of-two", connection -> {
            for (int i = 1; i <= 30; i++) {
                query(connection, "SELECT visits FROM customers WHERE id IN (?, ?)", 2 * i, 2 * i + 1);
            }
        });
        pages.put("lines-one-by-one", connection -> {
            for (int i = 0; i < MANY; i++) {
                update(connection, "INSERT INTO lines VALUES (?, 'Lamp')", ids.getAndIncrement());
            }
        });
        pages.put("numbers-one-by-one", connection -> {
            for (int i = 0; i < 25; i++) {
                query(connection, "SELECT NEXT VALUE FOR numbers");
            }
        });
        pages.put("a-bit-of-everything", connection -> {
            for (int i = 0; i < MANY; i++) {
                query(connection, "SELECT c" + letters(i) + " FROM wide WHERE id = ?", 1);
            }
        });
        pages.put("monthly-report", connection -> update(connection, "CALL monthly_report(700)"));
        pages.put("hundred-pages", connection -> {
            for (int page = 0; page < 110; page++) {
                query(connection, "SELECT id FROM customers ORDER BY id LIMIT 5 OFFSET ?", 5 * page);
            }
        });
    }

    private void healthy(Map<String, Work> pages) {
        pages.put("one-join", connection -> query(
                connection, "SELECT c.id FROM orders o JOIN customers c ON c.id = o.customer ORDER BY o.id"));
        pages.put("lists-of-hundred", connection -> {
            String list = String.join(", ", Collections.nCopies(100, "?"));
            for (int i = 0; i < 8; i++) {
                Object[] of = new Object[100];
                for (int j = 0; j < of.length; j++) {
                    of[j] = 100 * i + j;
                }
                query(connection, "SELECT visits FROM customers WHERE id IN (" + list + ")", of);
            }
        });
        pages.put("six-pages", connection -> {
            for (int page = 0; page < 6; page++) {
                query(connection, "SELECT id FROM customers ORDER BY id LIMIT 20 OFFSET ?", 20 * page);
            }
        });
        pages.put("daily-report", connection -> update(connection, "CALL monthly_report(150)"));
        pages.put("lines-together", connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lines VALUES (?, 'Bulb')")) {
                for (int i = 0; i < 100; i++) {
                    insert.setInt(1, ids.getAndIncrement());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
        pages.put("read-after-write", connection -> {
            for (int i = 0; i < 12; i++) {
                update(connection, "UPDATE customers SET visits = visits + 1 WHERE id = ?", 7);
                query(connection, "SELECT visits FROM customers WHERE id = ?", 7);
            }
        });
        pages.put("four-of-a-kind", connection -> {
            for (int i = 1; i <= 4; i++) {
                query(connection, "SELECT name FROM customers WHERE id = ?", i);
            }
        });
        pages.put("numbers-in-blocks", connection -> {
            for (int i = 0; i < 4; i++) {
                query(connection, "SELECT NEXT VALUE FOR numbers");
            }
        });
        pages.put("is-it-there", connection -> {
            for (int i = 0; i < 30; i++) {
                query(connection, "SELECT 1");
            }
        });
    }

    private static List<Integer> query(Connection connection, String sql, Object... values) throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Object first = rows.getObject(1);
                    found.add(first instanceof Number number ? number.intValue() : 0);
                }
            }
        }
        return found;
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
