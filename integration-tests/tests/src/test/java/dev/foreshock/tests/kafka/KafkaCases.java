// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Has an application perform one case after the other, each in a trace of its own, and looks at the spans. */
final class KafkaCases {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final OtlpReceiver receiver;
    private int traces;

    KafkaCases(int port, OtlpReceiver receiver) {
        this.port = port;
        this.receiver = receiver;
    }

    String trace() {
        return String.format("4bf92f3577b34da6a3ce929d%08x", traces);
    }

    /** What the application answers. */
    String perform(String name) throws IOException, InterruptedException {
        traces++;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/case/" + name))
                .header("traceparent", "00-" + trace() + "-00f067aa0ba902b7-01")
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
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
