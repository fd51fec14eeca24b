// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/** Takes what one process exports by http/protobuf, answers 200 at once, and counts bytes on the wire and items. */
final class Receiver implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final Map<Signal, Counted> counted = new EnumMap<>(Signal.class);

    private record Counted(LongAdder bytes, LongAdder items) {}

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver start() throws IOException {
        Receiver receiver =
                new Receiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG));
        for (Signal signal : Signal.values()) {
            Counted counted = new Counted(new LongAdder(), new LongAdder());
            receiver.counted.put(signal, counted);
            receiver.server.createContext(signal.path, exchange -> take(counted, exchange));
        }
        receiver.server.start();
        return receiver;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bytes of bodies since the start, as they were sent. */
    long bytes(Signal signal) {
        return counted(signal).bytes.sum();
    }

    /** Spans, metrics or log records since the start. */
    long items(Signal signal) {
        return counted(signal).items.sum();
    }

    private Counted counted(Signal signal) {
        return Objects.requireNonNull(counted.get(signal));
    }

    private static void take(Counted counted, HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            counted.bytes.add(body.length);
            counted.items.add(OtlpCount.of(plain(exchange, body)));
        }
    }

    private static byte[] plain(HttpExchange exchange, byte[] body) throws IOException {
        if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            return body;
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return unpacked.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
