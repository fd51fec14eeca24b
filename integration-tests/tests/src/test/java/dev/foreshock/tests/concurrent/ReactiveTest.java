// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of the reactive libraries and coroutines: whatever thread a step of theirs runs on, and whoever shares a source, it
 * belongs to the request that subscribed. See {@code apps/Cases}.
 */
class ReactiveTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> statements = new LinkedHashMap<>();

    static Stream<Arguments> apps() {
        List<String> reactor = List.of("ReactorApp", "Cases", "ReactorCases");
        List<String> webFlux = List.of("WebFluxCasesApp", "Cases", "ReactorCases");
        List<String> rx = List.of("RxApp", "Cases", "RxCases");
        List<String> coroutines = List.of("CoroutineApp.kt", "Cases");
        return Stream.of(
                        Arguments.of("reactor", "floor", reactor),
                        Arguments.of("reactor", "3.6", reactor),
                        Arguments.of("reactor", "latest", reactor),
                        Arguments.of("spring-webflux", "floor", webFlux),
                        Arguments.of("spring-webflux", "6.2", webFlux),
                        Arguments.of("spring-webflux", "latest", webFlux),
                        Arguments.of("rxjava", "floor", rx),
                        Arguments.of("rxjava", "3.1", rx),
                        Arguments.of("rxjava", "latest", rx),
                        Arguments.of("kotlinx-coroutines", "floor", coroutines),
                        Arguments.of("kotlinx-coroutines", "1.8", coroutines),
                        Arguments.of("kotlinx-coroutines", "latest", coroutines))
                .filter(of -> Libraries.has((String) of.get()[0], (String) of.get()[1]));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("apps")
    void every_step_belongs_to_who_subscribed(String library, String version, List<String> sources) throws Exception {
        assertOwners(
                LibraryApp.of(library, version, sources.toArray(new String[0])).jvm());
    }

    /** Reactor's elastic scheduler starts the thread of a task from the thread of the task before it. */
    @Test
    void tasks_on_virtual_threads() throws Exception {
        Path jdk = Jdks.find(25).orElse(null);
        assumeTrue(jdk != null, "there is no JDK 25");
        assertOwners(LibraryApp.of("reactor", "latest", "ReactorApp", "Cases", "ReactorCases")
                .jvm()
                .jdk(jdk)
                .systemProperty("reactor.schedulers.defaultBoundedElasticOnVirtualThreads", "true")
                .systemProperty("reactor.schedulers.defaultBoundedElasticSize", "1"));
    }

    private void assertOwners(JvmBuilder builder) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = builder.exportTo(receiver)
                        // Each statement as a span of its own.
                        .environment("FORESHOCK_COMPOSITE_MIN_COUNT", "0")
                        .expectStderr("^\\[foreshock] WARN [a-z_]+ \\(")
                        .start()) {
            int port = jvm.awaitReady();
            List<String> requests = new ArrayList<>();
            for (String line : jvm.stdout()) {
                String[] words = line.split(" ");
                if (words[0].equals("case")) {
                    statements.put(words[1], Integer.valueOf(words[2]));
                    if (words.length == 3) {
                        requests.add(words[1]);
                    }
                }
            }
            for (String name : requests) {
                assertEquals(200, get(port, name, requests.indexOf(name)), name);
            }
            receiver.awaitSpans(requests.size(), span -> span.kind().equals("SERVER"));
            jvm.finish().assertClean();
            assertEquals("", String.join("\n", mistakes(receiver.spans(), requests)));
        }
    }

    private List<String> mistakes(List<ReceivedSpan> spans, List<String> requests) {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> owners = new LinkedHashMap<>();
        requests.forEach(name -> owners.put(trace(requests.indexOf(name)), name));
        statements.forEach((table, expected) -> {
            Map<String, Integer> found = new LinkedHashMap<>();
            for (ReceivedSpan span : spans) {
                if (span.name().equals("SELECT " + table)) {
                    found.merge(owners.getOrDefault(span.traceId(), "nobody"), 1, Integer::sum);
                }
            }
            if (expected < 0) {
                if (!found.keySet().equals(Set.of("nobody"))) {
                    mistakes.add(table + " belongs to nobody, found " + found);
                }
            } else if (!found.equals(expected == 0 ? Map.of() : Map.of(table, expected))) {
                mistakes.add(table + ": expected " + expected + ", found " + found);
            }
        });
        return mistakes;
    }

    private static String trace(int number) {
        return String.format("%032x", 0xfeed00 + number);
    }

    private int get(int port, String name, int number) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + name))
                .header(
                        "traceparent",
                        "00-" + trace(number) + "-" + trace(number).substring(16) + "-01")
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new AssertionError(name + " was not answered", e);
        }
    }
}
