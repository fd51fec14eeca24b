// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.PostgresServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A PostgreSQL of our own, whose log tells every statement. */
final class Postgres implements Database {
    private static final List<String> NO_STATEMENTS = List.of("BEGIN", "COMMIT", "ROLLBACK", "SET ", "SHOW ");

    private final PostgresServer server;

    private Postgres(PostgresServer server) {
        this.server = server;
    }

    static Postgres start() throws IOException {
        return new Postgres(PostgresServer.loggingStatements());
    }

    @Override
    public String description() {
        return "PostgreSQL on port " + server.port();
    }

    @Override
    public String jdbcUrl() {
        return server.jdbcUrl();
    }

    @Override
    public long statements() throws IOException {
        return server.statements().stream()
                .filter(statement -> NO_STATEMENTS.stream().noneMatch(statement.toUpperCase(Locale.ROOT)::startsWith))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }
}
