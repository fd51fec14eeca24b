// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.logging;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What is logged where, whatever the library: the subclass alone knows one. */
abstract class LoggingScenario {
    abstract void info(String message);

    abstract void put(String key, String value);

    abstract void remove(String key);

    /** The keys that the application sees in its own context. */
    abstract String keys();

    /** Writes what asynchronous appenders still hold. */
    abstract void stop();

    void run() throws IOException, SQLException, InterruptedException {
        info("outside");
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:logging");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 + 1");
            info("background");
        }
        ExecutorService pool = Executors.newSingleThreadExecutor();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/log", exchange -> {
            info("plain");
            put("user", "42");
            info("with-user");
            put("trace_id", "mine");
            info("own-id");
            remove("trace_id");
            System.out.println("KEYS " + keys());
            remove("user");
            try {
                pool.submit(() -> info("handed-over")).get(10, TimeUnit.SECONDS);
                Thread started = new Thread(() -> info("thread"));
                started.start();
                started.join();
            } catch (Exception e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        pool.shutdown();
        stop();
    }
}
