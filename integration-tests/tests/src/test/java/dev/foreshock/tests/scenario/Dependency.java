// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that the application calls, in the test's own JVM; what it answers may change while it runs. */
final class Dependency implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour behaviour;

    /** What is done with one call. */
    interface Behaviour {
        /**
         * @param call 1 for the first call
         * @return the status; 0 closes the connection without an answer
         */
        int answer(Dependency dependency, int call) throws InterruptedException;
    }

    Dependency(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = behaviour.answer(this, calls.incrementAndGet());
            if (status > 0) {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on it behaves like that. */
    void becomes(Behaviour next) {
        behaviour = next;
    }

    /** Takes its time, unless the test is over before. */
    void take(long millis) throws InterruptedException {
        boolean over = closed.await(millis, TimeUnit.MILLISECONDS);
        if (over) {
            Thread.currentThread().interrupt();
        }
    }

    int calls() {
        return calls.get();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        handlers.shutdownNow();
    }
}
