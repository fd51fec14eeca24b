// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that asks a database, then calls itself, and answers the context headers that its callee got. */
public final class Relay {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Relay() {}

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        // On Java 25 the server's threads find no drivers beside the system class path by themselves.
        Class.forName("org.h2.Driver");
        int port = server.getAddress().getPort();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        server.setExecutor(workers);
        server.createContext("/outer", exchange -> answer(exchange, outer(port)));
        server.createContext("/inner", exchange -> answer(exchange, contexts(exchange)));
        server.start();
        Child.ready(port);
        Child.awaitEnd();
        server.stop(0);
        workers.shutdown();
    }

    private static String outer(int port) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:relay");
                Statement statement = connection.createStatement()) {
            statement.execute("select 42");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/inner"))
                    .build();
            return CLIENT.send(request, BodyHandlers.ofString()).body();
        } catch (SQLException e) {
            // The server would close the connection and say nothing.
            e.printStackTrace();
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String contexts(HttpExchange exchange) {
        List<String> contexts = exchange.getRequestHeaders().getOrDefault("traceparent", List.of());
        return contexts.size() + " " + String.join(" ", contexts);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
