// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spring's clients over each other client: one span for each request, named by the template that the application wrote. */
class SpringClientsTest {
    private static final List<String> TEMPLATE =
            List.of("variables", "map", "post", "entity", "uri", "joined", "intercepted");
    private static final List<String> CLIENT = List.of("client", "based", "interface", "template-interface");

    private record Spring(String version, String app, List<String> factories) {
        boolean isLatestApp() {
            return app.equals("SpringClientApp");
        }
    }

    private static final List<Spring> VERSIONS = List.of(
            new Spring("floor", "SpringTemplateApp", List.of("Simple", "HttpComponents", "OkHttp3")),
            new Spring("6.2", "SpringClientApp", List.of("Simple", "HttpComponents", "OkHttp3", "Jdk", "Jetty")),
            new Spring("latest", "SpringClientApp", List.of("Simple", "HttpComponents", "Jdk", "Jetty")));

    static Stream<Arguments> versions() {
        return VERSIONS.stream()
                .filter(spring -> Libraries.has("spring-web", spring.version))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void are_one_operation_with_their_clients_and_named_by_the_template(Spring spring) throws Exception {
        ClientUnderTest client = ClientUnderTest.of("spring-web", spring.app, spring.version);
        try (ContractServer server = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of(
                                "spring-web", spring.version, spring.app, "SpringTemplateApp", "ClientApp")
                        .jvm()
                        .exportTo(receiver)
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                        .expectStderr("n_plus_one \\((info|warning|critical)\\): GET /case/")
                        .start()) {
            ContractCalls calls = new ContractCalls(client, jvm.awaitReady(), server, receiver);
            for (String factory : spring.factories) {
                for (String method : TEMPLATE) {
                    check(calls, server, factory, method);
                }
                if (spring.isLatestApp()) {
                    for (String method : CLIENT) {
                        check(calls, server, factory, method);
                    }
                }
            }
            fingerprint(calls, receiver, spring.factories.get(spring.factories.size() - 1));
            assertFalse(receiver.sawText("hunter2"), "a secret went out");
            jvm.finish().assertClean();
            assertEquals(
                    calls.spans(),
                    receiver.spans(span -> span.kind().equals("CLIENT")).size(),
                    () -> "duplicates among " + receiver.describe());
        }
    }

    private static void check(ContractCalls calls, ContractServer server, String factory, String method)
            throws Exception {
        // Nothing in the path says by itself that it varies.
        List<ReceivedSpan> all = calls.all(factory + "/" + method, "200", server.url("/items/lamp"));
        String what = factory + " " + method + " " + all;
        assertEquals(method.equals("intercepted") ? 2 : 1, all.size(), what);
        ReceivedSpan span = all.get(all.size() - 1);
        boolean whole = method.equals("uri") || method.equals("joined");
        String verb = method.equals("post") ? "POST" : "GET";
        assertEquals(whole ? verb : verb + " /items/{id}", span.name(), what);
        assertEquals(whole ? null : "/items/{id}", span.attribute("url.template"), what);
        boolean paged = method.equals("variables") || method.equals("client");
        assertEquals(server.url("/items/lamp") + (paged ? "?page=REDACTED" : ""), span.attribute("url.full"), what);
        if (method.equals("intercepted")) {
            assertNull(all.get(0).attribute("url.template"), what);
        }
    }

    /** Twenty requests that only the template holds together are one finding. */
    private static void fingerprint(ContractCalls calls, OtlpReceiver receiver, String factory) throws Exception {
        List<ReceivedSpan> loop = calls.all(factory + "/loop", "200", calls.url("/items/lamp"));
        assertEquals(20, loop.size(), loop::toString);
        ReceivedLog finding = receiver.awaitFinding("n_plus_one");
        assertTrue(String.valueOf(finding.attribute("url.template")).endsWith("/items/{id}"), finding::toString);
    }
}
