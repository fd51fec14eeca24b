// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Asks a database for each request, and tells on standard output what it takes: its daemon threads, and its metaspace. */
public final class Frugal {
    private Frugal() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/orders", Frugal::answer);
        server.start();
        Child.ready(server.getAddress().getPort());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        while (questions.readLine() != null) {
            System.out.println("THREADS " + threads());
            System.out.println("METASPACE " + metaspaceBytes());
        }
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                Connection connection = DriverManager.getConnection("jdbc:h2:mem:frugal");
                PreparedStatement statement = connection.prepareStatement("SELECT X FROM SYSTEM_RANGE(1, ?)")) {
            statement.setInt(1, 10);
            statement.executeQuery().close();
            exchange.sendResponseHeaders(200, -1);
        } catch (SQLException failed) {
            failed.printStackTrace();
        }
    }

    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isDaemon)
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static long metaspaceBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .findFirst()
                .orElseThrow()
                .getUsed();
    }
}
