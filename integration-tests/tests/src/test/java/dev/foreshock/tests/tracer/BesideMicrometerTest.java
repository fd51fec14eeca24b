// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BesideMicrometerTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    @Test
    void theApplicationKeepsItsHeadersAndItsMdc() throws Exception {
        Map<String, String> without = visit(application().withoutAgent(), false);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            Map<String, String> with = visit(application().exportTo(receiver), true);

            assertEquals(new TreeSet<>(without.keySet()), new TreeSet<>(with.keySet()));
            assertEquals(TRACE, without.get("mdc.traceId"), without.toString());
            assertEquals(TRACE, with.get("mdc.traceId"), with.toString());
            String[] contexts = with.get("headers").split(" ", -1);
            assertEquals(1, contexts.length, () -> "one traceparent, not " + Arrays.toString(contexts));
            String[] context = contexts[0].split("-", -1);
            assertEquals(TRACE, context[1]);

            ReceivedSpan outer =
                    receiver.awaitSpan(span -> isOurs(span) && span.name().equals("GET /outer"));
            ReceivedSpan inner =
                    receiver.awaitSpan(span -> isOurs(span) && span.name().equals("GET /inner"));
            assertEquals(TRACE, outer.traceId());
            assertEquals(CALLER, outer.parentSpanId());
            assertEquals(TRACE, inner.traceId());
            assertEquals(context[2], inner.parentSpanId(), "the callee's parent is the span that the tracer sent");
        }
    }

    private static Map<String, String> visit(JvmBuilder application, boolean agent)
            throws IOException, InterruptedException {
        try (ForkedJvm jvm = application.start()) {
            int port = jvm.awaitReady();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/outer"))
                    .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response::body);
            jvm.terminate();
            JvmExit exit = jvm.finish();
            assertEquals(143, exit.code(), exit::describe);
            assertTrue(exit.unexpectedStderr().isEmpty(), exit::describe);
            boolean said =
                    exit.stderr().stream().anyMatch(line -> line.contains("The application has a tracer of its own"));
            assertEquals(agent, said, exit::describe);
            return flat(response.body());
        }
    }

    private static boolean isOurs(ReceivedSpan span) {
        return "foreshock".equals(span.resource().get("telemetry.distro.name"));
    }

    private static JvmBuilder application() {
        return ForkedJvm.of(TracedApplication.class)
                .library("spring-boot-tracing", "latest")
                .systemProperty("server.port", "0")
                .systemProperty("spring.application.name", "traced")
                .systemProperty("spring.main.banner-mode", "off")
                .systemProperty("logging.level.root", "error")
                .systemProperty("management.tracing.sampling.probability", "1.0")
                .systemProperty("management.otlp.metrics.export.enabled", "false")
                .systemProperty("management.tracing.export.otlp.enabled", "false")
                .expectStderr("^\\[foreshock] The application has a tracer of its own");
    }

    /** A JSON object of strings, in order. */
    private static Map<String, String> flat(String json) {
        return Arrays.stream(json.substring(2, json.length() - 2).split("\",\"", -1))
                .map(pair -> pair.split("\":\"", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other, TreeMap::new));
    }
}
