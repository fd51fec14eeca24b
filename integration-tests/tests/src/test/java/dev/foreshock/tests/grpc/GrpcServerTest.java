// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of every type over every transport: one unit of work for each, with its caller, its status and its statements. */
class GrpcServerTest {
    private static final List<String> METHODS =
            List.of("Find", "HandOver", "Miss", "Break", "Throw", "List", "Add", "Chat");

    static Stream<String> versions() {
        return Stream.of("floor", "1.59", "latest").filter(version -> Libraries.has("grpc", version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void calls(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("grpc", version, "GrpcApp", "Items")
                        .jvm()
                        .exportTo(receiver)
                        .start()) {
            jvm.awaitReady();
            int calls = 3 * METHODS.size();
            receiver.awaitSpans(calls, span -> span.kind().equals("SERVER"));
            jvm.finish().assertClean();
            List<ReceivedSpan> spans = receiver.spans();
            for (String transport : List.of("a", "b", "c")) {
                for (String method : METHODS) {
                    expect(spans, transport.repeat(32), method);
                }
            }
            assertEquals(
                    calls, receiver.spans(span -> span.kind().equals("SERVER")).size(), receiver::describe);
            assertFalse(receiver.sawText("hunter2"), "a payload or message went out: " + receiver.describe());
            assertTrue(
                    receiver.metrics().stream().anyMatch(metric -> metric.name().equals("rpc.server.call.duration")),
                    receiver::describe);
            assertTrue(
                    receiver.metrics().stream()
                            .noneMatch(metric -> metric.name().equals("http.server.request.duration")),
                    receiver::describe);
        }
    }

    private static void expect(List<ReceivedSpan> spans, String trace, String method) {
        String name = "shop.Orders/" + method;
        List<ReceivedSpan> of = spans.stream()
                .filter(span -> span.kind().equals("SERVER")
                        && span.traceId().equals(trace)
                        && span.name().equals(name))
                .toList();
        assertEquals(1, of.size(), () -> "spans of " + name + " in " + trace + " among " + spans);
        ReceivedSpan span = of.get(0);
        String status =
                switch (method) {
                    case "Miss" -> "NOT_FOUND";
                    case "Break" -> "INTERNAL";
                    case "Throw" -> "UNKNOWN";
                    default -> "OK";
                };
        boolean failed = method.equals("Break") || method.equals("Throw");
        assertEquals("00000000000000a1", span.parentSpanId(), span::toString);
        assertEquals("grpc", span.attribute("rpc.system.name"), span::toString);
        assertEquals(name, span.attribute("rpc.method"), span::toString);
        assertEquals(status, span.attribute("rpc.response.status_code"), span::toString);
        assertEquals(failed ? status : null, span.attribute("error.type"), span::toString);
        assertEquals(failed ? "ERROR" : "UNSET", span.statusCode(), span::toString);
        assertTrue(span.attributes().keySet().stream().noneMatch(key -> key.startsWith("http.")), span::toString);
        if (!trace.startsWith("c")) {
            assertEquals("127.0.0.1", span.attribute("client.address"), span::toString);
            assertEquals("127.0.0.1", span.attribute("server.address"), span::toString);
            assertTrue(span.attribute("server.port") instanceof Long, span::toString);
        }
        assertEquals(
                1,
                spans.stream()
                        .filter(each -> each.kind().equals("CLIENT") && each.isChildOf(span))
                        .count(),
                () -> "statements of " + name + " among " + spans);
    }
}
