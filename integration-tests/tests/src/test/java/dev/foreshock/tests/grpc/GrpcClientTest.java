// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.grpc;

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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls within a served request, to a server in the same process: one operation for each attempt, with its status, under the
 * request, and over what the server makes of it.
 */
class GrpcClientTest {
    private static final List<String> TRANSPORTS = List.of("netty", "shaded", "okhttp", "inside");

    /**
     * @param answer what the application saw of it
     * @param method that is called
     * @param statuses one for each attempt
     * @param statements of the server, and of the application's callbacks
     */
    private record Case(String name, String answer, String method, List<String> statuses, int statements) {}

    private static final List<Case> CASES = List.of(
            new Case("find", "found", "Find", List.of("OK"), 1),
            new Case("future", "found", "Find", List.of("OK"), 1),
            new Case("async", "found", "Find", List.of("OK"), 2),
            new Case("list", "50", "List", List.of("OK"), 1),
            new Case("add", "found", "Add", List.of("OK"), 1),
            new Case("chat", "found", "Chat", List.of("OK"), 1),
            new Case("miss", "NOT_FOUND io.grpc.StatusRuntimeException", "Miss", List.of("NOT_FOUND"), 0),
            new Case("break", "INTERNAL io.grpc.StatusRuntimeException", "Break", List.of("INTERNAL"), 0),
            new Case(
                    "deadline",
                    "DEADLINE_EXCEEDED io.grpc.StatusRuntimeException",
                    "Hang",
                    List.of("DEADLINE_EXCEEDED"),
                    0),
            new Case("cancel", "true", "Hang", List.of("CANCELLED"), 0),
            new Case("refused", "UNAVAILABLE io.grpc.StatusRuntimeException", "Find", List.of("UNAVAILABLE"), 0),
            new Case("shutdown", "UNAVAILABLE io.grpc.StatusRuntimeException", "Find", List.of("UNAVAILABLE"), 0),
            new Case("flaky", "found", "Flaky", List.of("UNAVAILABLE", "OK"), 1),
            new Case("adopt", "found", "Find", List.of("OK"), 1));

    private final HttpClient http = HttpClient.newHttpClient();

    static Stream<String> versions() {
        return Stream.of("floor", "1.59", "latest").filter(version -> Libraries.has("grpc", version));
    }

    /** The latest artifact of the transport over OkHttp is not in every repository. */
    private static List<String> transports(String version) {
        return TRANSPORTS.stream()
                .filter(transport -> !transport.equals("okhttp") || version.equals("floor"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void calls(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("grpc", version, "GrpcClientApp", "OrdersGrpc", "Items")
                        .jvm()
                        .arguments(transports(version).contains("okhttp") ? new String[] {"okhttp"} : new String[0])
                        .exportTo(receiver)
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        // A busy machine is slow.
                        .environment("FORESHOCK_SLOW_QUERY_MS", "0")
                        .expectStderr("n_plus_one \\((warning|critical)\\): .*shop\\.Orders/Find")
                        .start()) {
            int port = jvm.awaitReady();
            for (String transport : transports(version)) {
                for (Case one : CASES) {
                    assertEquals(one.answer, call(port, transport, one.name), transport + " " + one.name);
                    expect(receiver, transport, one);
                }
            }
            assertEquals("250", call(port, "netty", "loop"));
            expectLoop(receiver);
            jvm.finish().assertClean();
            assertEquals(
                    1, receiver.findings().size(), () -> receiver.findings().toString());
            assertFalse(receiver.sawText("hunter2"), "a payload or message went out: " + receiver.describe());
            assertTrue(
                    receiver.metrics().stream()
                            .anyMatch(metric -> metric.name().equals("rpc.client.call.duration")
                                    && metric.hasPoint(point -> "shop.Orders/Find".equals(point.attribute("rpc.method"))
                                            && "grpc".equals(point.attribute("rpc.system.name"))
                                            && "OK".equals(point.attribute("rpc.response.status_code")))),
                    receiver::describe);
            assertTrue(
                    receiver.metrics().stream()
                            .noneMatch(metric -> metric.name().equals("http.client.request.duration")),
                    receiver::describe);
            assertEquals(
                    List.of(),
                    receiver.spans(GrpcClientTest::isCall).stream()
                            .filter(span -> !span.traceId().startsWith("4bf92f35"))
                            .toList(),
                    "calls outside the requests");
        }
    }

    private static void expect(OtlpReceiver receiver, String transport, Case one) {
        String trace = trace(transport, one.name);
        boolean reaches = !one.name.equals("refused") && !one.name.equals("shutdown");
        // A deadline may pass on a busy machine before the server has seen the call.
        int served = one.name.equals("deadline") || !reaches ? 0 : one.statuses.size();
        receiver.awaitSpans(spans -> {
            List<ReceivedSpan> of = ofTrace(spans, trace);
            return of.stream().anyMatch(GrpcClientTest::isRequest)
                    && of.stream().filter(GrpcClientTest::isCall).count() >= one.statuses.size()
                    && of.stream().filter(GrpcClientTest::isServed).count() >= served
                    && of.stream().filter(GrpcClientTest::isStatement).count() >= one.statements;
        });
        List<ReceivedSpan> spans = ofTrace(receiver.spans(), trace);
        ReceivedSpan request =
                spans.stream().filter(GrpcClientTest::isRequest).findFirst().orElseThrow();
        List<ReceivedSpan> calls = spans.stream()
                .filter(GrpcClientTest::isCall)
                .sorted((a, b) -> Long.compare(resends(a), resends(b)))
                .toList();
        assertEquals(one.statuses.size(), calls.size(), () -> transport + " " + one.name + " among " + spans);
        for (int i = 0; i < calls.size(); i++) {
            ReceivedSpan call = calls.get(i);
            assertTrue(call.isChildOf(request), () -> call + " is no child of " + request);
            expectCall(call, transport, one, one.statuses.get(i));
            assertEquals(i, resends(call), call::toString);
            List<ReceivedSpan> children = spans.stream()
                    .filter(span -> isServed(span) && span.isChildOf(call))
                    .toList();
            assertTrue(
                    served == 0 ? children.size() <= 1 : children.size() == 1,
                    () -> "served for " + call + " among " + spans);
        }
        List<ReceivedSpan> statements =
                spans.stream().filter(GrpcClientTest::isStatement).toList();
        assertEquals(one.statements, statements.size(), spans::toString);
        assertEquals(
                one.name.equals("async") ? 1 : 0,
                statements.stream().filter(span -> span.isChildOf(request)).count(),
                () -> "statements of the callback among " + spans);
        assertTrue(
                spans.stream().allMatch(span -> isRequest(span) || isCall(span) || isServed(span) || isStatement(span)),
                spans::toString);
    }

    private static void expectCall(ReceivedSpan call, String transport, Case one, String status) {
        String name = "shop.Orders/" + one.method;
        assertEquals(name, call.name(), call::toString);
        assertEquals("CLIENT", call.kind(), call::toString);
        assertEquals(name, call.attribute("rpc.method"), call::toString);
        assertEquals(status, call.attribute("rpc.response.status_code"), call::toString);
        assertEquals(status.equals("OK") ? null : status, call.attribute("error.type"), call::toString);
        assertEquals(status.equals("OK") ? "UNSET" : "ERROR", call.statusCode(), call::toString);
        boolean inside = transport.equals("inside");
        assertEquals(inside ? "localhost" : "127.0.0.1", call.attribute("server.address"), call::toString);
        assertEquals(!inside, call.attribute("server.port") instanceof Long, call::toString);
        double timeout = (Double) call.attribute("foreshock.timeout.response");
        assertTrue(one.name.equals("deadline") ? timeout > 0 && timeout <= 0.3 : timeout == 0, call::toString);
        if (one.name.equals("adopt")) {
            assertEquals("00000000000a" + call.traceId().substring(28), call.spanId(), call::toString);
        }
    }

    /** Fifty calls for one key each are an N+1, with its line; a stream of fifty answers is none. */
    private static void expectLoop(OtlpReceiver receiver) {
        ReceivedLog finding = receiver.awaitFinding("n_plus_one");
        assertEquals(trace("netty", "loop"), finding.traceId(), finding::toString);
        assertTrue(finding.body().contains("50 times"), finding::toString);
        assertTrue(finding.body().contains("GrpcClientApp.java:"), finding::toString);
        assertEquals("apps.GrpcClientApp.loop", finding.attribute("code.function.name"), finding::toString);
        assertTrue(
                String.valueOf(finding.attribute("foreshock.finding.suggestion"))
                        .contains("several keys at once"),
                finding::toString);
    }

    private static List<ReceivedSpan> ofTrace(List<ReceivedSpan> spans, String trace) {
        return spans.stream().filter(span -> span.traceId().equals(trace)).toList();
    }

    private static boolean isRequest(ReceivedSpan span) {
        return span.kind().equals("SERVER") && span.attribute("http.request.method") != null;
    }

    private static boolean isServed(ReceivedSpan span) {
        return span.kind().equals("SERVER") && "grpc".equals(span.attribute("rpc.system.name"));
    }

    private static boolean isCall(ReceivedSpan span) {
        return span.kind().equals("CLIENT") && "grpc".equals(span.attribute("rpc.system.name"));
    }

    private static boolean isStatement(ReceivedSpan span) {
        return span.kind().equals("CLIENT") && span.attribute("db.system.name") != null;
    }

    private static long resends(ReceivedSpan span) {
        return span.attribute("foreshock.resend_count") instanceof Long count ? count : 0;
    }

    /** One for each case; its end is one for each transport. */
    private static String trace(String transport, String name) {
        int which = CASES.stream().map(Case::name).toList().indexOf(name) + 1;
        return String.format("4bf92f3577b34da6a3ce929d%04x%04x", which, TRANSPORTS.indexOf(transport) + 1);
    }

    private String call(int port, String transport, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/case/" + transport + "/" + name))
                .header("traceparent", "00-" + trace(transport, name) + "-00f067aa0ba902b7-01")
                .timeout(Duration.ofSeconds(60))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
