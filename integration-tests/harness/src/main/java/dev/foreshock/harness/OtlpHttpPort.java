// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** OTLP over http/protobuf: takes a request off the wire and gives it the answer that the receiver wants. */
final class OtlpHttpPort implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool(OtlpHttpPort::worker);
    private final Function<ReceivedRequest, Answer> receiver;
    private final CountDownLatch closing;

    OtlpHttpPort(Function<ReceivedRequest, Answer> receiver, CountDownLatch closing) throws IOException {
        this.receiver = receiver;
        this.closing = closing;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] wire = exchange.getRequestBody().readAllBytes();
            Map<String, List<String>> headers = headers(exchange.getRequestHeaders());
            boolean zipped = headers.getOrDefault("content-encoding", List.of()).contains("gzip");
            byte[] body = zipped ? unzip(wire) : wire;
            Answer answer = receiver.apply(new ReceivedRequest(
                    "http/protobuf",
                    exchange.getRequestURI().getPath(),
                    headers,
                    wire.length,
                    ByteString.copyFrom(body)));
            answer(exchange, answer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        if (answer.hangs()) {
            closing.await();
            return;
        }
        if (closing.await(answer.delay().toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.cuts()) {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
            return;
        }
        ByteString body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.isEmpty() ? -1 : body.size());
        if (!body.isEmpty()) {
            try (OutputStream out = exchange.getResponseBody()) {
                body.writeTo(out);
            }
        }
    }

    private static Map<String, List<String>> headers(Headers sent) {
        Map<String, List<String>> headers = new HashMap<>();
        sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return Map.copyOf(headers);
    }

    private static byte[] unzip(byte[] wire) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(wire))) {
            return in.readAllBytes();
        }
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "otlp-http");
        thread.setDaemon(true);
        return thread;
    }
}
