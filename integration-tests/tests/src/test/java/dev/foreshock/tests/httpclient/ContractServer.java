// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service that clients call: it answers in every way that the contract asks for, and keeps what it got. In the test's own
 * JVM, so that nothing of it is recorded.
 */
final class ContractServer implements AutoCloseable {
    /** How long an answer takes to come from {@code /late}. */
    static final long LATE_MILLIS = 300;

    private static final long PATIENCE_SECONDS = 30;

    private final HttpServer server;
    private final ServerSocket signal;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger flaky = new AtomicInteger();
    private volatile CountDownLatch slowSeen = new CountDownLatch(1);
    private volatile CountDownLatch slowOver = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(1);

    /** A request as it came. */
    record Received(String method, String path, List<String> contexts) {}

    ContractServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        signal = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::tellWhenSlowIsSeen);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Who connects here gets a byte once a request that hangs has arrived. */
    int signalPort() {
        return signal.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** A port that nobody listens on. */
    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** Waits until a request for this path has come. */
    void awaitReceived(String path) throws InterruptedException {
        synchronized (received) {
            while (received.stream().noneMatch(request -> request.path().equals(path))) {
                received.wait(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        }
    }

    /** Begins a new case: nothing received, nothing hanging. */
    void reset() {
        slowOver.countDown();
        gate.countDown();
        slowSeen = new CountDownLatch(1);
        slowOver = new CountDownLatch(1);
        gate = new CountDownLatch(1);
        flaky.set(0);
        received.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<String> contexts = exchange.getRequestHeaders().getOrDefault("traceparent", List.of());
        synchronized (received) {
            received.add(new Received(exchange.getRequestMethod(), path, List.copyOf(contexts)));
            received.notifyAll();
        }
        exchange.getRequestBody().readAllBytes();
        try (exchange) {
            String first = path.split("/", -1)[1];
            switch (first) {
                case "gone" -> answer(exchange, 404);
                case "broken" -> answer(exchange, 503);
                case "moved" -> {
                    exchange.getResponseHeaders().set("location", url("/items/1"));
                    answer(exchange, 302);
                }
                case "flaky" -> {
                    exchange.getResponseHeaders().set("retry-after", "0");
                    answer(exchange, flaky.getAndIncrement() == 0 ? 503 : 200);
                }
                case "late" -> {
                    pause();
                    answer(exchange, 200);
                }
                case "slow" -> {
                    CountDownLatch over = slowOver;
                    slowSeen.countDown();
                    await(over);
                }
                case "stream" -> stream(exchange);
                case "gate" -> {
                    gate.countDown();
                    answer(exchange, 200);
                }
                case "reset" -> {
                    // Closed without an answer.
                }
                default -> answer(exchange, 200);
            }
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = "answer".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The second half comes only after the client has asked for {@code /gate}. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(new byte[1_000]);
            body.flush();
            await(gate);
            body.write(new byte[1_000]);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void tellWhenSlowIsSeen() {
        while (!signal.isClosed()) {
            try (Socket waiting = signal.accept()) {
                await(slowSeen);
                waiting.getOutputStream().write(1);
            } catch (IOException closed) {
                // The test is over, or the child has gone.
            }
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        reset();
        signal.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
