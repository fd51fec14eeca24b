// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.TracedCases;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Has an application perform one case after the other, each in a trace of its own, and looks at what was recorded in it. */
final class QueueCalls {
    private final TracedCases cases;
    private final OtlpReceiver receiver;

    QueueCalls(int port, OtlpReceiver receiver) {
        this.cases = new TracedCases(port);
        this.receiver = receiver;
    }

    String trace() {
        return cases.trace();
    }

    /** What the application answers. */
    String perform(String name) throws IOException, InterruptedException {
        return cases.perform(name);
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
