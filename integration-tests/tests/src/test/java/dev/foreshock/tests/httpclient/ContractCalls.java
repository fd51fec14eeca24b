// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Has the application under test perform one case after the other, each in a trace of its own, and checks what holds for all. */
final class ContractCalls {
    static final String CALLER = "00f067aa0ba902b7";

    private final ClientUnderTest client;
    private final int port;
    private final ContractServer server;
    private final OtlpReceiver receiver;
    private final HttpClient http = HttpClient.newHttpClient();
    private String traceparent = CALLER;
    private int traces;
    private int spans;

    ContractCalls(ClientUnderTest client, int port, ContractServer server, OtlpReceiver receiver) {
        this.client = client;
        this.port = port;
        this.server = server;
        this.receiver = receiver;
    }

    String url(String path) {
        return server.url(path);
    }

    /** How many client spans there were. */
    int spans() {
        return spans;
    }

    boolean can(String name) {
        return !client.cannot().containsKey(name);
    }

    /** The span id of the header that the application sets in the next calls of {@code header}. */
    void traceparent(String spanId) {
        traceparent = spanId;
    }

    ReceivedSpan one(String name, String answer, String... urls) throws Exception {
        List<ReceivedSpan> all = all(name, answer, urls);
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    /** The client spans of a case in the order of their beginning; the server got one request for each, with its context. */
    List<ReceivedSpan> all(String name, String answer, String... urls) throws Exception {
        List<ReceivedSpan> all = withAnyContext(name, answer, urls);
        for (int i = 0; i < server.received().size(); i++) {
            String sent = context(i);
            assertTrue(all.stream().anyMatch(span -> sent.equals(header(span))), () -> sent + " is none of " + all);
        }
        return all;
    }

    /** As {@link #all}, where a tracer of the application's has set one context for all attempts. */
    List<ReceivedSpan> withSentContext(String name, String answer, String url, String spanId) throws Exception {
        List<ReceivedSpan> all = withAnyContext(name, answer, url);
        for (int i = 0; i < all.size(); i++) {
            assertEquals("00-" + all.get(0).traceId() + "-" + spanId + "-01", context(i));
        }
        return all;
    }

    private String context(int index) {
        ContractServer.Received request = server.received().get(index);
        assertEquals(1, request.contexts().size(), () -> "one traceparent, not " + request);
        return request.contexts().get(0);
    }

    private static String header(ReceivedSpan span) {
        return "00-" + span.traceId() + "-" + span.spanId() + "-01";
    }

    /** As {@link #all}, whatever context the requests carried. */
    List<ReceivedSpan> withAnyContext(String name, String answer, String... urls) throws Exception {
        server.reset();
        String trace = String.format("4bf92f3577b34da6a3ce929d%08x", ++traces);
        String got = trigger(name, trace, urls);
        if (answer == null) {
            assertNotEquals("unsupported", got, name);
            assertTrue(!got.matches("\\d+"), () -> name + " of " + urls[0] + " did not fail: " + got);
        } else {
            assertEquals(answer, got, name);
        }
        ReceivedSpan root = receiver.awaitSpan(
                span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
        int sent = Math.max(1, server.received().size());
        List<ReceivedSpan> all =
                receiver
                        .awaitSpans(
                                sent,
                                span -> span.traceId().equals(trace)
                                        && span.kind().equals("CLIENT"))
                        .stream()
                        .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                        .toList();
        Set<String> ids = new HashSet<>();
        for (ReceivedSpan span : all) {
            assertTrue(span.isChildOf(root), () -> span + " is no child of " + root);
            assertEquals("dev.foreshock.http", span.scope().name());
            assertTrue(ids.add(span.spanId()), () -> "an id twice in " + all);
        }
        if (!server.received().isEmpty()) {
            assertEquals(
                    server.received().size(),
                    all.size(),
                    () -> "a span for each of " + server.received() + ", not " + all);
        }
        spans += all.size();
        return all;
    }

    /** As many answered calls, of which only the last is looked at. */
    void many(int count) throws Exception {
        for (int i = 1; i < count; i++) {
            assertEquals(
                    "200", trigger("get", String.format("4bf92f3577b34da6a3ce929d%08x", ++traces), url("/items/17")));
        }
        spans += count - 1;
        one("get", "200", url("/items/17"));
    }

    private String trigger(String name, String trace, String... urls) throws Exception {
        StringBuilder uri = new StringBuilder("http://127.0.0.1:" + port + "/case/" + name);
        uri.append("?url=").append(encoded(urls[0]));
        uri.append("&traceparent=").append("00-" + trace + "-" + traceparent + "-01");
        if (urls.length > 1) {
            uri.append("&next=").append(encoded(urls[1]));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri.toString()))
                .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
