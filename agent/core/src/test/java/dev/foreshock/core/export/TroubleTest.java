// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.LocalTrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backends that hang, reset, refuse, talk nonsense or never stop talking. */
@Timeout(60)
class TroubleTest {

    @Test
    void aBackendThatHangsBlocksNobodyAndTheQueueStaysBounded() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> in.readAllBytes());
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_BSP_MAX_QUEUE_SIZE", "64")
                        .start()) {
            rig.exporter().offer(Rig.simple("/first"));
            Rig.await(() -> server.connections.get() > 0, () -> "never connected");

            int accepted = 0;
            long longest = 0;
            for (LocalTrace unit : Rig.simples("/more", 1_000)) {
                long start = System.nanoTime();
                accepted += rig.exporter().offer(unit) ? 1 : 0;
                longest = Math.max(longest, System.nanoTime() - start);
            }

            assertEquals(48, accepted, "three quarters of 64");
            assertEquals(1_000 - 48, rig.dropped("queue_full"));
            assertTrue(longest < Duration.ofSeconds(1).toNanos(), () -> "an offer blocked");
        }
    }

    @Test
    void aQuarterIsReservedForTracesWithAFindingOrAnError() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> in.readAllBytes());
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_BSP_MAX_QUEUE_SIZE", "64")
                        .start()) {
            rig.exporter().offer(Rig.simple("/first"));
            Rig.await(() -> server.connections.get() > 0, () -> "never connected");
            while (rig.exporter().offer(Rig.simple("/plain"))) {
                assertTrue(rig.dropped("queue_full") == 0);
            }
            LocalTrace flagged = Rig.simple("/flagged");
            flagged.flag(Rig.finding(null));
            assertTrue(rig.exporter().offer(flagged));
            int more = 0;
            while (rig.exporter().offer(flagged)) {
                more++;
            }
            assertEquals(15, more);
        }
    }

    /** A thousand operations a trace: the number of traces alone would be no bound. */
    @Test
    void whatWaitsIsBoundedInOperationsToo() {
        LocalTrace large = Rig.request("/large");
        for (int i = 0; i < LocalTrace.MAX_OPERATIONS; i++) {
            Rig.add(large, Rig.query(large, 1));
        }
        Rig.end(large);
        Rig rig = new Rig().with("OTEL_BSP_MAX_QUEUE_SIZE", "100000");
        long operations = 0;
        while (rig.exporter().offer(large)) {
            operations += LocalTrace.MAX_OPERATIONS;
        }
        long bound = Math.max(4_000, Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 50) / 200);
        assertTrue(operations <= bound * 3 / 4 && operations > bound / 2, operations + " of " + bound);
        large.flag(Rig.finding(null));
        assertTrue(rig.exporter().offer(large), "a quarter is reserved");
    }

    @Test
    void aRequestToABackendThatHangsEndsAtItsTimeout() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> in.readAllBytes());
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_EXPORTER_OTLP_TIMEOUT", "200")
                        .with("OTEL_BSP_EXPORT_TIMEOUT", "300")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.dropped + " " + rig.lines);
            assertEquals(1, rig.lines.size(), rig.lines::toString);
            assertTrue(
                    rig.lines.get(0).contains("Cannot export spans to " + server.url() + "/v1/traces: timed out"),
                    rig.lines::toString);
        }
    }

    @Test
    void aBackendThatDripsItsAnswerIsGivenUpAtTheTimeout() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> {
                    BadServer.readRequest(in);
                    while (!socket.isClosed()) {
                        out.write('H');
                        out.flush();
                        parkMillis(50);
                    }
                });
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_EXPORTER_OTLP_TIMEOUT", "300")
                        .with("OTEL_BSP_EXPORT_TIMEOUT", "300")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.dropped + " " + rig.lines);
        }
    }

    /** The request is far larger than any socket buffer, and nobody reads it. */
    @Test
    void aBackendThatDoesNotReadIsGivenUpAtTheTimeout() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> parkMillis(30_000));
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
                        .with("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "65536")
                        .with("OTEL_BSP_MAX_QUEUE_SIZE", "4096")
                        .with("OTEL_BSP_SCHEDULE_DELAY", "500")
                        .with("OTEL_EXPORTER_OTLP_TIMEOUT", "500")
                        .with("OTEL_BSP_EXPORT_TIMEOUT", "500")) {
            for (int i = 0; i < 1_000; i++) {
                LocalTrace unit = Rig.request("/large");
                for (int j = 0; j < 10; j++) {
                    unit.root().attribute("key" + j, "x".repeat(2_000));
                }
                assertTrue(rig.exporter().offer(Rig.end(unit)));
            }
            rig.start();
            Rig.await(() -> rig.dropped("spans_export_failed") == 1_000, () -> rig.dropped + " " + rig.lines);
            assertTrue(rig.lines.get(0).contains("timed out (write)"), rig.lines::toString);
        }
    }

    @Test
    void aBackendThatResetsIsReportedOnceAndTriedAgain() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (BadServer server = new BadServer((socket, in, out) -> {
                    BadServer.readRequest(in);
                    if (requests.incrementAndGet() < 3) {
                        socket.setSoLinger(true, 0);
                    } else {
                        answer(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.lines.size() == 2, () -> rig.lines + " " + requests);
            assertTrue(
                    rig.lines.get(0).startsWith("Cannot export spans to " + server.url() + "/v1/traces: "),
                    rig.lines::toString);
            assertTrue(
                    rig.lines.get(1).startsWith("Export to " + server.url() + "/v1/traces works again"),
                    rig.lines::toString);
            assertEquals(0, rig.dropped.size(), rig.dropped::toString);
        }
    }

    /** The second request goes out on the kept connection, finds it closed and is sent on a fresh one at once. */
    @Test
    void aKeptConnectionThatWasClosedMeanwhileIsReplaced() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        try (BadServer server = new BadServer((socket, in, out) -> {
                    BadServer.readRequest(in);
                    answer(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    socket.close();
                    closed.incrementAndGet();
                });
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .start()) {
            for (int i = 1; i <= 3; i++) {
                int number = i;
                rig.exporter().offer(Rig.simple("/orders"));
                Rig.await(() -> closed.get() == number, () -> closed + " " + rig.lines);
            }
            assertEquals(3, server.connections.get());
            assertEquals(List.of(), rig.lines);
            assertEquals(0, rig.dropped.size(), rig.dropped::toString);
        }
    }

    @Test
    void retryAfterIsHonoured() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector)) {
            AtomicInteger requests = new AtomicInteger();
            long[] times = new long[2];
            collector.answer = exchange -> {
                int number = requests.getAndIncrement();
                times[Math.min(number, 1)] = System.nanoTime();
                if (number == 0) {
                    exchange.getResponseHeaders().add("Retry-After", "3");
                    exchange.sendResponseHeaders(429, -1);
                } else {
                    exchange.sendResponseHeaders(200, -1);
                }
            };
            rig.start().exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + rig.dropped);
            assertEquals(2, requests.get());
            assertTrue(times[1] - times[0] >= Duration.ofSeconds(3).toNanos(), () -> "waited " + (times[1] - times[0]));
            assertTrue(rig.lines.get(0).contains("HTTP 429"), rig.lines::toString);
        }
    }

    @Test
    void anUnavailableBackendIsTriedAgainAndNothingIsLost() throws IOException {
        for (int status : new int[] {502, 503, 504}) {
            try (Collector collector = new Collector();
                    Rig rig = new Rig().to(collector)) {
                AtomicInteger requests = new AtomicInteger();
                collector.answer =
                        exchange -> exchange.sendResponseHeaders(requests.getAndIncrement() == 0 ? status : 200, -1);
                rig.start().exporter().offer(Rig.simple("/orders"));
                Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + rig.dropped);
                assertEquals(0, rig.dropped.size(), rig.dropped::toString);
                Rig.await(() -> rig.lines.size() == 2, () -> rig.lines.toString());
            }
        }
    }

    @Test
    void whatTheBackendRefusesIsNotSentAgain() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector)) {
            collector.answer = exchange -> exchange.sendResponseHeaders(collector.paths.size() == 1 ? 400 : 200, -1);
            rig.start().exporter().offer(Rig.simple("/bad"));
            Rig.await(() -> rig.dropped("spans_refused") == 2, () -> rig.dropped + " " + rig.lines);
            rig.exporter().offer(Rig.simple("/good"));
            Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + collector.paths);
            assertEquals(
                    "/good",
                    Collector.attributes(collector.span("GET /good").getAttributesList())
                            .get("http.route"));
            Rig.await(() -> rig.lines.size() == 2, () -> rig.lines.toString());
            assertTrue(rig.lines.get(0).contains("HTTP 400"), rig.lines::toString);
            assertTrue(rig.lines.get(1).endsWith("2 records were given up."), rig.lines::toString);
        }
    }

    @Test
    void anAnswerThatIsNotHttpIsReported() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> {
                    BadServer.readRequest(in);
                    answer(out, "\u0000\u0001garbage".repeat(10_000));
                });
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_BSP_EXPORT_TIMEOUT", "10")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.dropped + " " + rig.lines);
            assertTrue(rig.lines.get(0).contains("the answer is not HTTP"), rig.lines::toString);
        }
    }

    @Test
    void anAnswerOfTenMegabytesIsNotReadToItsEnd() throws IOException {
        byte[] chunk = new byte[1 << 20];
        AtomicInteger written = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        try (BadServer server = new BadServer((socket, in, out) -> {
                    socket.setSendBufferSize(64 << 10);
                    BadServer.readRequest(in);
                    accepted.incrementAndGet();
                    answer(out, "HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n");
                    for (int i = 0; i < 10; i++) {
                        out.write(chunk);
                        written.incrementAndGet();
                    }
                });
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .start()) {
            rig.exporter().offer(Rig.simple("/first"));
            Rig.await(() -> accepted.get() == 1, () -> "no request");
            rig.exporter().offer(Rig.simple("/second"));
            Rig.await(() -> accepted.get() == 2, () -> "no second request");
            assertTrue(written.get() < 20, "somebody read all of it");
            assertEquals(0, rig.dropped.size(), rig.dropped::toString);
            assertEquals(List.of(), rig.lines);
        }
    }

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Rig rig = new Rig()
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port)
                .with("OTEL_BSP_EXPORT_TIMEOUT", "10")
                .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            rig.exporter().announce(new Announcement(Rig.finding(null), Announcement.State.OPEN, 1, 1, 1, 0, 0, 0));
            Rig.await(
                    () -> rig.dropped("spans_export_failed") == 2 && rig.dropped("log_records_export_failed") == 1,
                    () -> rig.dropped + " " + rig.lines);
            assertEquals(1, rig.lines.size(), "both signals have one backend: " + rig.lines);
        }
    }

    @Test
    void theEndOfTheProcessDoesNotWaitForABackendThatHangs() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> in.readAllBytes());
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_BSP_SCHEDULE_DELAY", "3600000")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            long start = System.nanoTime();
            rig.exporter().shutdown(Duration.ofMillis(500).toNanos());
            long took = System.nanoTime() - start;
            assertTrue(took < Duration.ofSeconds(5).toNanos(), () -> "took " + took);
            Rig.await(() -> rig.dropped("shutdown") > 0, () -> rig.dropped + " " + rig.lines);
            assertFalse(rig.exporter().offer(Rig.simple("/late")));
            assertEquals(1, rig.dropped("after_shutdown"));
        }
    }

    private static void answer(java.io.OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void parkMillis(long millis) {
        java.util.concurrent.locks.LockSupport.parkNanos(millis * 1_000_000);
    }
}
