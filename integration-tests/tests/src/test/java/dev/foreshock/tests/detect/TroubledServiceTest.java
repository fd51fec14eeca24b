// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged agent says of a service that starts cold, grows cold, and calls one that fails. */
class TroubledServiceTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private static JvmBuilder service(BusyServer other) {
        return ForkedJvm.of(TroubledService.class)
                .arguments(other.url("/quotes/17"))
                .timeout(Duration.ofMinutes(3))
                .expectStderr("[a-z_]+ \\((warning|critical)\\): ");
    }

    @Test
    void cold_starts_idleness_and_a_failing_dependency_are_named() throws Exception {
        try (BusyServer failing = new BusyServer(500, "broken");
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = service(failing)
                        .exportTo(receiver)
                        .environment("FORESHOCK_COLDSTART_FIRST_SECONDS", "5")
                        .environment("FORESHOCK_COLDSTART_IDLE_SECONDS", "3")
                        .environment("FORESHOCK_COLDSTART_MIN_MS", "500")
                        .environment("FORESHOCK_COLDSTART_RATIO", "3")
                        .start()) {
            receiver.deadline(Duration.ofSeconds(90));
            int port = jvm.awaitReady();
            for (int i = 0; i < 4; i++) {
                get(port, "/page?800");
            }
            ReceivedLog early = visitUntil(receiver, "readiness_before_warm", () -> get(port, "/page?1"), 50);
            assertTrue(
                    early.body().matches("[4-9] of \\d+ requests in the first 5 s took more than .*"), early::toString);

            ReceivedSpan first = receiver.awaitSpan(span -> "process".equals(span.attribute("foreshock.cold_start")));
            assertTrue((Double) first.attribute("foreshock.cold_start.weaving_seconds") > 0, first::toString);

            for (int times = 0; times < 2; times++) {
                // What is waited for is that nothing happens.
                Thread.sleep(3_500);
                get(port, "/page?1500");
                for (int i = 0; i < 10; i++) {
                    get(port, "/page?1");
                }
            }
            ReceivedLog idle = receiver.awaitLog(open("cold_after_idle"));
            assertTrue(
                    idle.body()
                            .matches("GET /page took \\S+ s as the first request after \\S+ s without any, usually .*"),
                    idle::toString);
            assertEquals("GET /page", idle.attribute("foreshock.finding.subject"), idle::toString);
            ReceivedSpan cold = receiver.awaitSpan(span -> span.traceId().equals(idle.traceId()));
            assertEquals("idle", cold.attribute("foreshock.cold_start"), cold::toString);

            ReceivedLog failed = visitUntil(receiver, "failing_dependency", () -> get(port, "/quote"), 100);
            assertTrue(
                    failed.body()
                            .matches("http:127\\.0\\.0\\.1:" + failing.port()
                                    + " fails: (\\d+) of \\1 calls in the last minute"
                                    + " \\(100 %.*, the latest with 500; no circuit breaker has refused a call"),
                    failed::toString);
            assertEquals("critical", failed.attribute("foreshock.finding.severity"));
            assertEquals("127.0.0.1", failed.attribute("server.address"));
            jvm.finish().assertClean();
            assertEquals(List.of(), receiver.logs(open("retry_storm")), "each request asks once");
        }
    }

    @Test
    void thresholds_change_without_a_restart() throws Exception {
        Path file = directory.resolve("foreshock.properties");
        try (BusyServer other = new BusyServer(200, "17");
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = service(other)
                        .exportTo(receiver)
                        .environment("FORESHOCK_CONFIG_FILE", file.toString())
                        .environment("FORESHOCK_NPLUSONE_MIN_COUNT", "1000")
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                        .expectStderr("foreshock\\.properties")
                        .start()) {
            int port = jvm.awaitReady();
            for (int i = 0; i < 3; i++) {
                get(port, "/quotes");
            }
            receiver.awaitSpans(3, span -> span.name().equals("GET /quotes"));
            Files.writeString(file, "FORESHOCK_NPLUSONE_MIN_COUNT = 5\nFORESHOCK_SLOW_RATIO = lots\n");
            ReceivedLog loop = visitUntil(receiver, "n_plus_one", () -> get(port, "/quotes"), 100);
            assertTrue(loop.body().startsWith("GET /quotes "), receiver::describe);
            List<String> stderr = jvm.finish().assertClean().stderr();
            assertEquals(1, count(stderr, "foreshock.properties is not there; the settings stay as they are"));
            assertEquals(1, count(stderr, "foreshock.properties: FORESHOCK_NPLUSONE_MIN_COUNT=5"));
            assertEquals(1, count(stderr, "foreshock.properties: FORESHOCK_SLOW_RATIO=lots is not a number"));
            int announced = first(stderr, "n_plus_one (");
            assertTrue(first(stderr, "FORESHOCK_NPLUSONE_MIN_COUNT=5") < announced, stderr::toString);
        }
    }

    private static long count(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    private static int first(List<String> lines, String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static ReceivedLog visitUntil(OtlpReceiver receiver, String type, Traffic.Visit visit, long pauseMillis)
            throws Exception {
        receiver.deadline(Duration.ofSeconds(90));
        try (Traffic traffic = Traffic.every(pauseMillis, visit)) {
            return receiver.awaitLog(open(type));
        }
    }

    private void get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        assertEquals(200, http.send(request, BodyHandlers.discarding()).statusCode());
    }

    private static Predicate<ReceivedLog> open(String type) {
        return log -> type.equals(log.attribute("foreshock.finding.type"))
                && "open".equals(log.attribute("foreshock.finding.state"));
    }
}
