// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another service, in the test's own JVM: answers every request with one status and one text, and keeps what it was sent. */
final class BusyServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService handlers = Executors.newFixedThreadPool(2);
    private final List<String> traceStates = new CopyOnWriteArrayList<>();
    private final byte[] text;
    private final int status;

    BusyServer(int status, String text) throws IOException {
        this.status = status;
        this.text = text.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            traceStates.add(String.valueOf(exchange.getRequestHeaders().getFirst("tracestate")));
            exchange.getResponseHeaders().add("Retry-After", "30");
            exchange.sendResponseHeaders(status, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The {@code tracestate} of each request so far, {@code null} where it had none. */
    List<String> traceStates() {
        return traceStates;
    }

    @Override
    public void close() {
        server.stop(0);
        handlers.shutdownNow();
    }
}
