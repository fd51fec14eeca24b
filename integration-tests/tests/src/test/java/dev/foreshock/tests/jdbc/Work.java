// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/** What a program does with its database, step by step, in plain JDBC. Runs in the child. */
final class Work {
    /** In every literal and every bound value; it must never leave the process. */
    static final String SECRET = "zqwvxkjz";

    interface Step {
        void run() throws Exception;
    }

    interface Runner {
        void run(String name, Step step) throws Exception;
    }

    private final Databases databases;
    private final Runner runner;

    Work(Databases databases, Runner runner) {
        this.databases = databases;
        this.runner = runner;
    }

    void run() throws Exception {
        try (Connection first = connect()) {
            runner.run(
                    "create",
                    () -> execute(
                            first,
                            "CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(40), price DOUBLE PRECISION)"));
            runner.run("insert literal", () -> update(first, "INSERT INTO items VALUES (1, '" + SECRET + "', 1.5)"));
            runner.run("insert bound", () -> insertBound(first));
            runner.run("insert batch", () -> insertBatch(first));
            runner.run("text batch", () -> textBatch(first));
            runner.run("read all", () -> read(first, "SELECT id, name FROM items ORDER BY id"));
            runner.run("read one", () -> readOne(first, 2));
            runner.run("read one again", () -> readOne(first, 2));
            runner.run("read another", () -> readOne(first, 3));
            runner.run("execute and fetch", () -> executeAndFetch(first));
            runner.run("execute update", () -> executeUpdate(first));
            runner.run("transaction", () -> transaction(first));
            runner.run("failure", () -> failure(first));
            PreparedStatement kept = first.prepareStatement("SELECT name FROM items WHERE id > ? AND name <> ?");
            runner.run("kept", () -> readKept(kept, 1));
            runner.run("kept again", () -> readKept(kept, 1));
            runner.run("kept on another thread", () -> elsewhere(() -> readKept(kept, 1)));
            runner.run("kept with another value", () -> readKept(kept, 2));
            runner.run("kept, by execute", () -> executeKept(kept, 2));
            kept.close();
            runner.run("many statements", () -> manyStatements(first));
        }
        runner.run("borrow again", () -> {
            try (Connection second = databases.connection()) {
                readOne(second, 2);
            }
        });
        runner.run("drop", () -> {
            try (Connection second = databases.connection()) {
                execute(second, "DROP TABLE items");
            }
        });
    }

    private Connection connect() throws Exception {
        Connection[] opened = new Connection[1];
        runner.run("connect", () -> opened[0] = databases.connection());
        return opened[0];
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static void insertBound(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?)")) {
            statement.setInt(1, 2);
            statement.setString(2, SECRET);
            statement.setNull(3, Types.DOUBLE);
            statement.executeUpdate();
        }
    }

    private static void insertBatch(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?)")) {
            for (int id = 3; id <= 5; id++) {
                statement.setInt(1, id);
                statement.setObject(2, SECRET + id);
                statement.setDouble(3, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void textBatch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("UPDATE items SET name = '" + SECRET + "' WHERE id = 1");
            statement.addBatch("UPDATE items SET name = '" + SECRET + "' WHERE id = 2");
            statement.executeBatch();
        }
    }

    private static void read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getString(2);
            }
        }
    }

    private static void readOne(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name FROM items WHERE id = ? AND name <> ?")) {
            statement.setInt(1, id);
            statement.setString(2, SECRET + "-");
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    rows.getString(1);
                }
            }
        }
    }

    private static void executeAndFetch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT id FROM items WHERE name <> '" + SECRET + "!' AND id < 4");
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    rows.getInt(1);
                }
            }
        }
    }

    private static void executeUpdate(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE items SET price = ? WHERE id > ?")) {
            statement.setDouble(1, 2.5);
            statement.setInt(2, 3);
            statement.execute();
            statement.getUpdateCount();
        }
    }

    private static void transaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        update(connection, "UPDATE items SET price = 3 WHERE id = 1");
        connection.commit();
        update(connection, "UPDATE items SET price = 4 WHERE id = 1");
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private static void failure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT * FROM missing WHERE name = '" + SECRET + "'")
                    .close();
        } catch (SQLException expected) {
            return;
        }
        throw new IllegalStateException("there is a table named missing");
    }

    private static void readKept(PreparedStatement statement, int id) throws SQLException {
        statement.setInt(1, id);
        statement.setString(2, SECRET);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    private static void executeKept(PreparedStatement statement, int id) throws SQLException {
        statement.setInt(1, id);
        statement.setString(2, SECRET + "!");
        statement.execute();
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    private static void elsewhere(Step step) throws Exception {
        Exception[] failed = new Exception[1];
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (Exception e) {
                failed[0] = e;
            }
        });
        thread.start();
        thread.join();
        if (failed[0] != null) {
            throw failed[0];
        }
    }

    /** More than the agent has slots for. */
    private static void manyStatements(Connection connection) throws SQLException {
        PreparedStatement[] statements = new PreparedStatement[30];
        for (int i = 0; i < statements.length; i++) {
            statements[i] = connection.prepareStatement("SELECT name FROM items WHERE id = ?");
        }
        for (int i = 0; i < statements.length; i++) {
            statements[i].setInt(1, i % 2);
            try (ResultSet rows = statements[i].executeQuery()) {
                while (rows.next()) {
                    rows.getString(1);
                }
            }
        }
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }
}
