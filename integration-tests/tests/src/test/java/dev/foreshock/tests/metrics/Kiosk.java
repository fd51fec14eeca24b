// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.metrics;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A server on the JDK's own HttpServer and H2: {@code /papers} asks the database twice, {@code /broken} answers 500. */
public final class Kiosk {
    private Kiosk() {}

    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:kiosk");
                Statement statement = connection.createStatement()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/papers", exchange -> {
                read(statement, "SELECT X FROM SYSTEM_RANGE(1, 3)");
                read(statement, "SELECT X, X FROM SYSTEM_RANGE(1, 4)");
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

    private static void read(Statement statement, String sql) {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
