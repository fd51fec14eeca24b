// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives out the keys that customers sign in with, always equally slowly. In a process without the agent. */
final class IdentityProvider implements AutoCloseable {
    private static final int ANSWER_MILLIS = 1_500;

    private static final byte[] KEYS = "key 1".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    private IdentityProvider(HttpServer server) {
        this.server = server;
    }

    static IdentityProvider start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        IdentityProvider provider = new IdentityProvider(server);
        server.createContext("/keys", provider::answer);
        server.start();
        return provider;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean unused = closed.await(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            exchange.getResponseHeaders().set("content-type", "text/plain");
            exchange.sendResponseHeaders(200, KEYS.length);
            exchange.getResponseBody().write(KEYS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
