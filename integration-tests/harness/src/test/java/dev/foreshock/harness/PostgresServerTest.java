// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @BeforeEach
    void needsBinaries() {
        assumeTrue(
                PostgresServer.unavailable().isEmpty(),
                () -> PostgresServer.unavailable().orElseThrow());
    }

    @Test
    void statementsAreAnsweredAndLogged() throws Exception {
        try (PostgresServer server = PostgresServer.loggingStatements()) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement("SELECT ? + 1")) {
                statement.execute("CREATE TABLE orders (id int)");
                prepared.setInt(1, 41);
                try (ResultSet answer = prepared.executeQuery()) {
                    assertTrue(answer.next());
                    assertEquals(42, answer.getInt(1));
                }
            }
            List<String> statements = server.statements();
            assertTrue(statements.contains("CREATE TABLE orders (id int)"), statements.toString());
            assertTrue(statements.contains("SELECT $1 + 1"), statements.toString());
        }
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        PostgresServer server = PostgresServer.start();
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        Path directory = server.directory();
        assertTrue(Files.exists(directory));

        server.close();

        assertFalse(process.isAlive());
        assertFalse(Files.exists(directory));
    }

    @Test
    void twoServersRunSideBySide() throws Exception {
        try (PostgresServer one = PostgresServer.start();
                PostgresServer other = PostgresServer.start()) {
            assertTrue(one.port() != other.port());
            for (PostgresServer server : List.of(one, other)) {
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
                    assertTrue(connection.isValid(5));
                }
            }
        }
    }
}
