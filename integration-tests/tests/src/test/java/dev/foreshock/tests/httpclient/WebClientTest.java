// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service of Spring WebFlux that calls another one with {@code WebClient}: one trace, and names by template. */
class WebClientTest {
    private static final String CALLER = "00f067aa0ba902b7";

    private final HttpClient http = HttpClient.newHttpClient();
    private int traces;

    static Stream<String> versions() {
        return Stream.of("floor", "6.2", "latest").filter(version -> Libraries.has("spring-webflux", version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void calls_belong_to_the_request(String version) throws Exception {
        try (ContractServer service = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("spring-webflux", version, "WebFluxCallsApp", "Items")
                        .jvm()
                        .exportTo(receiver)
                        .arguments(service.url(""))
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        // What else is slow on a busy machine is no matter here.
                        .expectStderr("^\\[foreshock] WARN [a-z_]+ \\(")
                        .start()) {
            int port = jvm.awaitReady();
            one(receiver, call(port, "/one"), "/items/{id}");
            timeout(receiver, call(port, "/timeout"));
            // So that the N+1 is none of a process that is not warm yet.
            call(port, "/one");
            String loop = call(port, "/loop");
            ReceivedLog finding = receiver.awaitFinding("n_plus_one");
            assertEquals("/loop", finding.attribute("http.route"), finding::toString);
            assertTrue(finding.body().contains("50 times"), finding::toString);
            String fanOut = call(port, "/fan-out");
            receiver.awaitSpan(
                    span -> span.traceId().equals(fanOut) && span.kind().equals("SERVER"));
            jvm.finish().assertClean();
            for (String trace : List.of(loop, fanOut)) {
                ReceivedSpan root = server(receiver, trace);
                List<ReceivedSpan> calls = calls(receiver, trace);
                assertEquals(50, calls.size(), () -> "calls of " + root);
                assertTrue(calls.stream().allMatch(call -> call.isChildOf(root)), calls::toString);
            }
            assertEquals(
                    1,
                    receiver.findings().stream()
                            .filter(log -> "n_plus_one".equals(log.attribute("foreshock.finding.type")))
                            .count(),
                    () -> receiver.findings().toString());
            assertFalse(receiver.sawText("hunter2"), "a secret went out");
        }
    }

    /** The request, its call, and the statement that followed the answer. */
    private static void one(OtlpReceiver receiver, String trace, String template) {
        ReceivedSpan root = server(receiver, trace);
        List<ReceivedSpan> children =
                receiver.awaitSpans(2, span -> span.traceId().equals(trace) && span.isChildOf(root));
        ReceivedSpan call = child(children, "GET " + template);
        assertEquals(template, call.attribute("url.template"), call::toString);
        assertEquals("SELECT item", child(children, "SELECT item").name());
    }

    private static void timeout(OtlpReceiver receiver, String trace) {
        one(receiver, trace, "/items/{id}");
        ReceivedSpan late = child(calls(receiver, trace), "GET /slow/{id}");
        assertEquals("timeout", late.attribute("error.type"), late::toString);
    }

    private static ReceivedSpan child(List<ReceivedSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
    }

    private static List<ReceivedSpan> calls(OtlpReceiver receiver, String trace) {
        return receiver.spans(span -> span.traceId().equals(trace)
                && span.scope().name().equals("dev.foreshock.http")
                && span.kind().equals("CLIENT"));
    }

    private static ReceivedSpan server(OtlpReceiver receiver, String trace) {
        return receiver.awaitSpan(
                span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
    }

    /** Answers the id of the trace. */
    private String call(int port, String path) throws Exception {
        String trace = String.format("4bf92f3577b34da6a3ce929d%08x", ++traces);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .build();
        assertEquals(200, http.send(request, BodyHandlers.discarding()).statusCode(), path);
        return trace;
    }
}
