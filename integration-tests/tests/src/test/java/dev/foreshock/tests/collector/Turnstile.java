// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * A server of which it is known what it measures: {@code /wait?30} takes at least 30 ms, {@code /rows?7} reads 7 rows one by one,
 * {@code /broken} answers 500.
 */
public final class Turnstile {
    private Turnstile() {}

    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:turnstile")) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/wait", exchange -> {
                takeTime(number(exchange.getRequestURI().getQuery()));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.createContext("/rows", exchange -> {
                for (int row = 0; row < number(exchange.getRequestURI().getQuery()); row++) {
                    read(connection, row);
                }
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.createContext("/broken", exchange -> {
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
            });
            server.start();
            Child.ready(server.getAddress().getPort());
            Child.awaitEnd();
            server.stop(0);
        }
    }

    private static int number(String query) {
        return Integer.parseInt(query);
    }

    private static void takeTime(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void read(Connection connection, int row) {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT X FROM SYSTEM_RANGE(1, 1000) WHERE X = ?")) {
            statement.setInt(1, row);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                }
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
