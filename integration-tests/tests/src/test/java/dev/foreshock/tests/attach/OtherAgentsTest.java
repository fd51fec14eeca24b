// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another agent in the same JVM: each does its work, and neither takes the other for the application. */
class OtherAgentsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    /** What the JVM says of any agent that appends to the class path of its boot loader, and of old APIs that agents use. */
    private static final String OF_THE_JVM =
            "^(OpenJDK 64-Bit Server VM warning: Sharing|WARNING: |\\[otel\\.javaagent )";

    private static String otherAgent() {
        Path jar = Libraries.of("otel-javaagent", "latest").get(0);
        return "-javaagent:" + jar;
    }

    @Test
    @Tag("matrix")
    void opentelemetry_second() throws Exception {
        works(ForkedJvm.of(Relay.class).flags(otherAgent()));
    }

    @Test
    @Tag("matrix")
    void opentelemetry_first() throws Exception {
        works(ForkedJvm.of(Relay.class).withoutAgent().flags(otherAgent(), "-javaagent:" + JvmBuilder.agentJar()));
    }

    private static void works(JvmBuilder application) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = application
                        .library("h2", "latest")
                        .exportTo(receiver)
                        .environment("FORESHOCK_SLOW_QUERY_MS", "600000")
                        .expectStderr(OF_THE_JVM)
                        .expectStderr("^\\[foreshock] The application has a tracer of its own")
                        .start()) {
            int port = jvm.awaitReady();
            String answer = visit(port);
            String[] contexts = answer.split(" ", -1);
            assertEquals("1", contexts[0], "one traceparent downstream, not " + answer);
            assertEquals(TRACE, contexts[1].split("-", -1)[1]);
            for (String agent : List.of("foreshock", "opentelemetry-java-instrumentation")) {
                receiver.awaitSpan(span -> isOf(span, agent) && "/outer".equals(span.attribute("url.path")));
                receiver.awaitSpan(span -> isOf(span, agent) && "/inner".equals(span.attribute("url.path")));
                receiver.awaitSpan(span -> isOf(span, agent) && span.name().startsWith("SELECT"));
            }
            JvmExit exit = jvm.finish().assertClean();
            assertEquals(
                    1,
                    exit.stderr().stream()
                            .filter(line -> line.startsWith("[foreshock] The application has a tracer"))
                            .count(),
                    exit::describe);
            List<ReceivedSpan> foreign = receiver.spans(
                    span -> isOf(span, "foreshock") && !span.traceId().equals(TRACE));
            assertEquals(List.of(), foreign, "the other agent's own work was taken for the application's");
        }
    }

    private static boolean isOf(ReceivedSpan span, String agent) {
        return agent.equals(span.resource().get("telemetry.distro.name"));
    }

    private static String visit(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/outer"))
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
