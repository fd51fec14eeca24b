// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.TracedCases;
import java.util.Comparator;
import java.util.List;

/** Has an application perform one case after the other, each in a trace of its own, and looks at the spans of its requests. */
final class SearchCases {
    private final TracedCases cases;
    private final OtlpReceiver receiver;

    SearchCases(int port, OtlpReceiver receiver) {
        this.cases = new TracedCases(port);
        this.receiver = receiver;
    }

    void perform(String name) throws Exception {
        assertEquals("done", cases.perform(name), name);
    }

    /** The spans of a case, in the order of their beginning: so many, and none of any other kind. */
    List<ReceivedSpan> made(String name, int requests) throws Exception {
        perform(name);
        return ofLast(requests);
    }

    ReceivedSpan one(String name) throws Exception {
        return made(name, 1).get(0);
    }

    /** Of a case whose request the engine refuses, whatever the client makes of it. */
    ReceivedSpan refused(String name) throws Exception {
        cases.perform(name);
        return ofLast(1).get(0);
    }

    private List<ReceivedSpan> ofLast(int requests) {
        List<ReceivedSpan> all = ofLast();
        assertEquals(requests, all.size(), all::toString);
        return all;
    }

    /** A trace is exported as a whole, with its root. */
    List<ReceivedSpan> ofLast() {
        String trace = cases.trace();
        ReceivedSpan root = receiver.awaitSpan(
                span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
        List<ReceivedSpan> all = receiver.spans(span -> span.traceId().equals(trace) && span != root).stream()
                .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                .toList();
        for (ReceivedSpan span : all) {
            assertEquals("CLIENT", span.kind(), span::toString);
            assertEquals(root.spanId(), span.parentSpanId(), span::toString);
        }
        return all;
    }
}
