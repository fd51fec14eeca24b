// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Retries by libraries, and the storm that they make of a service that fails. */
class RetriesTest {
    private final HttpClient http = HttpClient.newHttpClient();

    static Stream<Arguments> libraries() {
        return Stream.of(
                        "resilience4j ResilienceApp",
                        "spring-retry SpringRetryApp",
                        "spring-core-retry SpringCoreRetryApp",
                        "failsafe FailsafeApp")
                .map(line -> line.split(" "))
                .flatMap(pair -> Stream.of("floor", "2.0", "3.2", "latest")
                        .filter(version -> Libraries.has(pair[0], version))
                        .map(version -> Arguments.of(pair[0], version, pair[1])));
    }

    /** An answer with 200 that is asked for with another value each time is no failure that could be seen in the call itself. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("libraries")
    void a_library_says_which_calls_are_retries(String library, String version, String app) throws Exception {
        try (BusyServer busy = new BusyServer(200, "busy");
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        app(library, version, app, busy).exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            get(port, "/other");
            assertAttempts(receiver, 1);
            // What was called last was given up: the same call for another request is none.
            get(port, "/other");
            assertAttempts(receiver, 2);
            assertEquals(
                    List.of("null", "foreshock=a:2", "foreshock=a:3", "null", "foreshock=a:2", "foreshock=a:3"),
                    busy.traceStates());
            jvm.finish().assertClean();
        }
    }

    private static void assertAttempts(OtlpReceiver receiver, int requests) throws Exception {
        List<ReceivedSpan> calls =
                receiver.awaitSpans(3 * requests, span -> span.kind().equals("CLIENT"));
        List<String> attempts = calls.stream()
                .sorted(Comparator.comparing(span -> String.valueOf(span.attribute("url.full"))))
                .map(span -> String.valueOf(span.attribute("foreshock.retry.attempt")))
                .sorted()
                .toList();
        assertEquals(
                Stream.of("2", "3", "null")
                        .flatMap(attempt -> Stream.generate(() -> attempt).limit(requests))
                        .toList(),
                attempts);
    }

    @Test
    void a_service_that_fails_and_is_asked_again_and_again_is_named_as_a_retry_storm() throws Exception {
        try (BusyServer failing = new BusyServer(503, "down");
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app("resilience4j", "latest", "ResilienceApp", failing)
                        .exportTo(receiver)
                        .environment("OTEL_TRACES_SAMPLER", "always_off")
                        .environment("FORESHOCK_RETRY_WINDOW_SECONDS", "10")
                        .environment("FORESHOCK_RETRY_MIN_RETRIES", "6")
                        .expectStderr("[a-z_]+ \\((warning|critical)\\): ")
                        .timeout(Duration.ofMinutes(3))
                        .start()) {
            receiver.deadline(Duration.ofSeconds(90));
            int port = jvm.awaitReady();
            ReceivedLog storm;
            try (Traffic traffic = Traffic.every(200, () -> get(port, "/same"))) {
                storm = receiver.awaitLog(opened());
                receiver.awaitSpan(span -> span.kind().equals("SERVER")
                        && String.valueOf(span.attribute("foreshock.findings")).contains("retry_storm"));
            }
            assertTrue(
                    storm.body()
                            .matches("http:127\\.0\\.0\\.1:" + failing.port()
                                    + " is in a retry storm: \\d+ retries for \\d+ calls in"
                                    + " the last 10 s \\(\\S+ for each\\); 100 % of all attempts failed, the latest with 503"
                                    + "(;.*)?; \\d+ of them earlier than its Retry-After had asked for; made by Resilience4j in"
                                    + " GET /same.*"),
                    storm::toString);
            assertEquals("critical", storm.attribute("foreshock.finding.severity"), storm::toString);
            assertTrue(
                    String.valueOf(storm.attribute("foreshock.finding.suggestion"))
                            .contains("Honour Retry-After"),
                    storm::toString);
            assertTrue(failing.traceStates().contains("foreshock=a:3"), failing.traceStates()::toString);
            jvm.finish().assertClean();
        }
    }

    private static JvmBuilder app(String library, String version, String app, BusyServer other) throws Exception {
        return LibraryApp.of(library, version, app, "RetryingApp").jvm().arguments(other.url("/quotes/17"));
    }

    private void get(int port, String path) throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.discarding());
    }

    private static Predicate<ReceivedLog> opened() {
        return log -> "retry_storm".equals(log.attribute("foreshock.finding.type"))
                && "open".equals(log.attribute("foreshock.finding.state"));
    }
}
