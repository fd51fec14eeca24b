// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.TracedCases;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Has an application perform one case after the other, each in a trace of its own, and looks at the spans. */
final class KafkaCases {
    private final TracedCases cases;
    private final OtlpReceiver receiver;

    KafkaCases(int port, OtlpReceiver receiver) {
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

    private Predicate<ReceivedSpan> inTrace(String kind) {
        String trace = trace();
        return span -> span.traceId().equals(trace) && span.kind().equals(kind);
    }

    /** The request of the case that came last. */
    ReceivedSpan request() {
        return receiver.awaitSpan(inTrace("SERVER"));
    }

    /** All spans of this kind in the trace of the last case, in the order of their beginning. */
    List<ReceivedSpan> spans(String kind, int count) {
        request();
        List<ReceivedSpan> all = receiver.awaitSpans(count, inTrace(kind)).stream()
                .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                .toList();
        assertEquals(count, all.size(), all::toString);
        return all;
    }

    ReceivedSpan one(String kind) {
        return spans(kind, 1).get(0);
    }

    /** The one batch that is linked to the trace of the last case. */
    ReceivedSpan batch() {
        String trace = trace();
        List<ReceivedSpan> all = receiver.awaitSpans(
                1,
                span -> span.kind().equals("CONSUMER")
                        && span.links().stream().anyMatch(link -> link.traceId().equals(trace)));
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }
}
