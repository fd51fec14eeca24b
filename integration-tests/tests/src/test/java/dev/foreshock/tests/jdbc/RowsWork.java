// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads rows in other ways than once from the first to the last. Runs in the child. */
final class RowsWork {
    private final Databases databases;
    private final Work.Runner runner;

    RowsWork(Databases databases, Work.Runner runner) {
        this.databases = databases;
        this.runner = runner;
    }

    private interface Reading {
        void read(ResultSet rows) throws SQLException;
    }

    /** Five rows; the system properties {@code test.results} and {@code test.procedures} say what the database can do. */
    void run() throws Exception {
        try (Connection connection = databases.connection()) {
            execute(connection, "CREATE TABLE pages (id INT PRIMARY KEY)");
            execute(connection, "INSERT INTO pages VALUES (1), (2), (3), (4), (5)");
            scroll("two and all again", connection, rows -> {
                rows.next();
                rows.next();
                rows.beforeFirst();
                readAll(rows);
            });
            scroll("all, twice", connection, rows -> {
                readAll(rows);
                rows.beforeFirst();
                readAll(rows);
            });
            scroll("to the last and all", connection, rows -> {
                rows.last();
                rows.getRow();
                rows.beforeFirst();
                readAll(rows);
            });
            scroll("from the first", connection, rows -> {
                rows.first();
                readAll(rows);
            });
            scroll("backwards", connection, rows -> {
                rows.afterLast();
                while (rows.previous()) {
                    rows.getInt(1);
                }
            });
            scroll("two and to the last", connection, rows -> {
                rows.next();
                rows.next();
                rows.last();
            });
            scroll("back and forth", connection, rows -> {
                rows.next();
                for (int i = 0; i < 10; i++) {
                    rows.absolute(3);
                    rows.next();
                    rows.relative(-2);
                }
            });
            if (Boolean.getBoolean("test.results")) {
                runner.run("several results", () -> severalResults(connection));
            }
            if (Boolean.getBoolean("test.procedures")) {
                execute(connection, "CREATE PROCEDURE below (IN bound INT) SELECT id FROM pages WHERE id < bound");
                runner.run("call", () -> call(connection));
                execute(connection, "DROP PROCEDURE below");
            }
            execute(connection, "DROP TABLE pages");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void readAll(ResultSet rows) throws SQLException {
        while (rows.next()) {
            rows.getInt(1);
        }
    }

    private void scroll(String name, Connection connection, Reading reading) throws Exception {
        runner.run(name, () -> {
            try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                    ResultSet rows = statement.executeQuery("SELECT id FROM pages ORDER BY id")) {
                reading.read(rows);
            }
        });
    }

    private static void severalResults(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean isResult = statement.execute(
                    "SELECT id FROM pages WHERE id < 4 ORDER BY id; SELECT id FROM pages ORDER BY id");
            while (isResult) {
                try (ResultSet rows = statement.getResultSet()) {
                    readAll(rows);
                }
                isResult = statement.getMoreResults();
            }
        }
    }

    private static void call(Connection connection) throws SQLException {
        try (CallableStatement statement = connection.prepareCall("{call below(?)}")) {
            statement.setInt(1, 4);
            statement.execute();
            try (ResultSet rows = statement.getResultSet()) {
                readAll(rows);
            }
        }
    }
}
