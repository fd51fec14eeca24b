// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A service of an ordinary size: ten pages, {@code /page0} to {@code /page9}, of which each makes three statements and asks another
 * service once; {@code /failing} makes a statement that fails.
 */
public final class Shopfront {
    static final int PAGES = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI stock;
    private final Connection connection;

    private Shopfront(URI stock, Connection connection) {
        this.stock = stock;
        this.connection = connection;
    }

    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shopfront")) {
            Shopfront shopfront = new Shopfront(URI.create(args[0]), connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT)");
                statement.execute("CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(40))");
            }
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            for (int page = 0; page < PAGES; page++) {
                server.createContext("/page" + page, shopfront::page);
            }
            server.createContext("/failing", shopfront::fail);
            server.start();
            Child.ready(server.getAddress().getPort());
            Child.awaitEnd();
            server.stop(0);
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        try {
            run("SELECT id FROM orders WHERE customer_id = 1 ORDER BY id LIMIT 10");
            run("SELECT name FROM customer WHERE id = 1");
            client.send(HttpRequest.newBuilder(stock).build(), BodyHandlers.discarding());
            run("SELECT COUNT(*) FROM orders");
            exchange.sendResponseHeaders(200, -1);
        } catch (SQLException | InterruptedException failed) {
            exchange.sendResponseHeaders(500, -1);
        }
        exchange.close();
    }

    private void fail(HttpExchange exchange) throws IOException {
        try {
            run("SELECT name FROM missing");
        } catch (SQLException expected) {
            exchange.sendResponseHeaders(500, -1);
        }
        exchange.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }
}
