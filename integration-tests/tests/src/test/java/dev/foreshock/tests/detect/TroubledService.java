// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code /page?300} takes so many milliseconds; {@code /quote} asks the service that it was started with, {@code /quotes} asks it
 * twelve times.
 */
public final class TroubledService {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI other;

    private TroubledService(URI other) {
        this.other = other;
    }

    public static void main(String[] arguments) throws Exception {
        new TroubledService(URI.create(arguments[0])).run();
    }

    private void run() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/page", this::page);
        server.createContext("/quote", exchange -> quote(exchange, 1));
        server.createContext("/quotes", exchange -> quote(exchange, 12));
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        workers.shutdownNow();
    }

    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            Thread.sleep(Long.parseLong(exchange.getRequestURI().getQuery()));
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void quote(HttpExchange exchange, int times) throws IOException {
        try (exchange) {
            for (int i = 0; i < times; i++) {
                URI quote = other.resolve("/quotes/" + i);
                client.send(HttpRequest.newBuilder(quote).build(), BodyHandlers.discarding());
            }
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
