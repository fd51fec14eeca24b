// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Has an application perform one case after the other, each in a trace of its own, and looks at the spans of its commands. */
final class MongoCalls {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final OtlpReceiver receiver;
    private int traces;

    MongoCalls(int port, OtlpReceiver receiver) {
        this.port = port;
        this.receiver = receiver;
    }

    private static String trace(int number) {
        return String.format("4bf92f3577b34da6a3ce929d%08x", number);
    }

    private CompletableFuture<String> send(String name) {
        traces++;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/case/" + name))
                .header("traceparent", "00-" + trace(traces) + "-00f067aa0ba902b7-01")
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    /** What the application answers. */
    String perform(String name) throws IOException, InterruptedException {
        return send(name).join();
    }

    /** The spans of a case, in the order of their beginning. */
    List<ReceivedSpan> made(String name, int commands) throws Exception {
        assertEquals("done", perform(name), name);
        return ofLast(commands);
    }

    ReceivedSpan one(String name) throws Exception {
        return made(name, 1).get(0);
    }

    ReceivedSpan failing(String name) throws Exception {
        assertNotEquals("done", perform(name), name);
        return ofLast(1).get(0);
    }

    /** The spans of two requests that perform a case at the same time. */
    List<List<ReceivedSpan>> together(String name) {
        CompletableFuture<String> one = send(name);
        CompletableFuture<String> other = send(name);
        assertEquals("done", one.join());
        assertEquals("done", other.join());
        return List.of(of(traces - 1), of(traces));
    }

    /** How many commands they stand for: many of one kind are exported as a few, and one for all others. */
    static long commands(List<ReceivedSpan> spans) {
        long commands = 0;
        for (ReceivedSpan span : spans) {
            commands += span.attribute("foreshock.composite.count") instanceof Long count ? count : 1;
        }
        return commands;
    }

    private List<ReceivedSpan> ofLast(int commands) {
        List<ReceivedSpan> all = of(traces);
        assertEquals(commands, all.size(), all::toString);
        return all;
    }

    /** A trace is exported as a whole, with its root. */
    private List<ReceivedSpan> of(int number) {
        String trace = trace(number);
        ReceivedSpan root = receiver.awaitSpan(
                span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
        List<ReceivedSpan> all =
                receiver
                        .spans(span ->
                                span.traceId().equals(trace) && span.kind().equals("CLIENT"))
                        .stream()
                        .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                        .toList();
        for (ReceivedSpan span : all) {
            assertEquals(root.spanId(), span.parentSpanId(), span::toString);
        }
        return all;
    }
}
