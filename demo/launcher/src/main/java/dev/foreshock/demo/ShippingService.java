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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The service that the shop asks where a parcel is: well, until it is told to be slow or to fail. In a process without the agent. */
final class ShippingService implements AutoCloseable {
    /** How long it takes to answer while it is slow. */
    static final int SLOW_SECONDS = 30;

    private static final byte[] PLACE = "on its way".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "shipping");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch slowOver = new CountDownLatch(1);
    private volatile boolean slow;
    private volatile boolean failing;

    private ShippingService(HttpServer server) {
        this.server = server;
    }

    static ShippingService start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ShippingService service = new ShippingService(server);
        server.setExecutor(service.threads);
        server.createContext("/parcels/", service::answer);
        server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** From now on every answer takes half a minute. */
    void becomeSlow() {
        slow = true;
    }

    /** From now on every answer is "503 Service Unavailable", and comes at once, those that are owed still included. */
    void fail() {
        failing = true;
        slowOver.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (slow) {
                boolean unused = slowOver.await(SLOW_SECONDS, TimeUnit.SECONDS);
            }
            if (failing) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.getResponseHeaders().set("content-type", "text/plain");
            exchange.sendResponseHeaders(200, PLACE.length);
            exchange.getResponseBody().write(PLACE);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        slowOver.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
