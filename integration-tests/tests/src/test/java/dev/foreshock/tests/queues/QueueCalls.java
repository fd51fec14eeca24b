// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;

/** Has an application perform one case after the other, each in a trace of its own, and looks at what was recorded in it. */
final class QueueCalls {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final OtlpReceiver receiver;
    private int traces;

    QueueCalls(int port, OtlpReceiver receiver) {
        this.port = port;
        this.receiver = receiver;
    }

    String trace() {
        return String.format("5bf92f3577b34da6a3ce929d%08x", traces);
    }

    /** What the application answers. */
    String perform(String name) throws IOException, InterruptedException {
        traces++;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/case/" + name))
                .header("traceparent", "00-" + trace() + "-00f067aa0ba902b7-01")
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /** The spans of the last case in the order of their beginning, the request of the test first; exactly as many as said. */
    List<ReceivedSpan> spans(int count) {
        List<ReceivedSpan> spans = receiver
                .awaitSpans(count, span -> span.traceId().equals(trace()))
                .stream()
                .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                .toList();
        assertEquals(count, spans.size(), spans::toString);
        assertEquals("SERVER", spans.get(0).kind(), spans::toString);
        return spans;
    }

    /** What the case with this name has left. */
    List<ReceivedSpan> made(String name, int count) throws Exception {
        assertEquals("done", perform(name), name);
        return spans(count);
    }

    /** Of these the only one with this kind and name. */
    static ReceivedSpan only(List<ReceivedSpan> spans, String kind, String name) {
        List<ReceivedSpan> found = all(spans, kind, name);
        assertEquals(1, found.size(), () -> kind + " " + name + " in " + spans);
        return found.get(0);
    }

    static List<ReceivedSpan> all(List<ReceivedSpan> spans, String kind, String name) {
        return spans.stream()
                .filter(span -> span.kind().equals(kind) && span.name().equals(name))
                .toList();
    }

    static void assertChild(ReceivedSpan child, ReceivedSpan parent) {
        assertTrue(child.isChildOf(parent), () -> child + " is no child of " + parent);
    }

    /** Older clients look the name up themselves, and tell only the address. */
    static void assertLocal(ReceivedSpan span) {
        Object address = span.attribute("server.address");
        assertTrue("localhost".equals(address) || "127.0.0.1".equals(address), span::toString);
    }
}
