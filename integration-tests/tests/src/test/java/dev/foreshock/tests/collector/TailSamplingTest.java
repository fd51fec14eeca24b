// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the packaged agent sends is what the policies of {@code fleet/gateway.yaml} keep, read as {@code tail_sampling} reads them. */
class TailSamplingTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void traces_with_a_finding_an_error_or_much_latency_are_kept_and_others_left_to_chance() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(Turnstile.class)
                        .library("h2", "latest")
                        .exportTo(receiver)
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                        .expectStderr("^\\[foreshock] ")
                        .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/rows?3"));
            receiver.awaitSpan(span -> span.name().equals("GET /rows"));
            assertEquals(Set.of("rest"), keptBy(receiver, "GET /rows"));
            receiver.clear();
            assertEquals(200, get(port, "/rows?30"));
            assertEquals(500, get(port, "/broken"));
            assertEquals(200, get(port, "/wait?2100"));
            jvm.finish();
            assertEquals(Set.of("findings", "kept-by-a-process", "rest"), keptBy(receiver, "GET /rows"));
            assertEquals(Set.of("errors", "kept-by-a-process", "rest"), keptBy(receiver, "GET /broken"));
            assertEquals(Set.of("slow", "rest"), keptBy(receiver, "GET /wait"));
        }
    }

    /** The policies that the trace with this root matches. */
    private static Set<String> keptBy(OtlpReceiver receiver, String root) throws IOException {
        ReceivedSpan first = receiver.awaitSpan(span -> span.name().equals(root));
        List<ReceivedSpan> trace = receiver.awaitSpans(1, span -> span.traceId().equals(first.traceId()));
        Set<String> kept = new TreeSet<>();
        for (Map<?, ?> policy : Rule.maps(CollectorFile.of("fleet/gateway.yaml")
                .components("processors")
                .get("tail_sampling")
                .get("policies"))) {
            Map<?, ?> rule = (Map<?, ?>) policy.get(policy.get("type"));
            if (trace.stream().anyMatch(span -> matches(String.valueOf(policy.get("type")), rule, span))) {
                kept.add(String.valueOf(policy.get("name")));
            }
        }
        return kept;
    }

    private static boolean matches(String type, Map<?, ?> rule, ReceivedSpan span) {
        return switch (type) {
            // Of an attribute that is no string, a list of strings for one, it takes no notice.
            case "string_attribute" ->
                span.attribute(String.valueOf(rule.get("key"))) instanceof String text
                        && CollectorFile.texts(rule.get("values")).contains(text);
            case "ottl_condition" ->
                CollectorFile.texts(rule.get("span")).stream()
                        .anyMatch(condition -> span.attribute(CollectorFile.attribute(condition)) != null);
            case "status_code" -> CollectorFile.texts(rule.get("status_codes")).contains(span.statusCode());
            case "latency" -> span.durationNanos() / 1_000_000 > ((Number) rule.get("threshold_ms")).longValue();
            case "probabilistic" -> ((Number) rule.get("sampling_percentage")).doubleValue() > 0;
            default -> throw new IllegalArgumentException(type);
        };
    }

    private int get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
