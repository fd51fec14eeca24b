// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every server must do: one unit of work for every request, with its final status, its route and its caller. */
class ServerContractTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    private final HttpClient client = HttpClient.newHttpClient();

    static Stream<Arguments> servers() {
        List<Arguments> servers = new ArrayList<>();
        for (String library : List.of("tomcat", "jetty", "undertow")) {
            for (String version : List.of("floor", "9", "2.2", "10.1", "11", "latest")) {
                if (Libraries.has(library, version)) {
                    servers.add(Arguments.of(library, version));
                }
            }
        }
        return servers.stream();
    }

    private static LibraryApp servletApp(String library, String version) {
        String name = library.substring(0, 1).toUpperCase(Locale.ROOT) + library.substring(1) + "App";
        return LibraryApp.of(library, version, name, "ContractServlet", "OtherServlet", "GateFilter");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void servlets(String library, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        servletApp(library, version).jvm().exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            int[] answers = {
                get(port, "/shop/contract/ok"),
                get(port, "/shop/contract/gone"),
                get(port, "/shop/contract/status"),
                get(port, "/shop/contract/bad-gateway"),
                get(port, "/shop/contract/throw"),
                get(port, "/shop/contract/wrapped"),
                get(port, "/shop/contract/forward"),
                get(port, "/shop/contract/include"),
                get(port, "/shop/contract/async"),
                get(port, "/shop/contract/async-at-once"),
                get(port, "/shop/contract/async-dispatch"),
                get(port, "/shop/contract/async-throw"),
                get(port, "/shop/contract/async-timeout"),
                get(port, "/shop/denied"),
                get(port, "/shop/broken"),
                get(port, "/shop/nowhere"),
                get(port, "/shop/other"),
            };
            get(port, "/shop/actuator/health");
            List<ReceivedSpan> spans = receiver.awaitSpans(answers.length, span -> true);
            String contract = "/shop/contract/*";
            expect(spans, "/shop/contract/ok", 200, contract, null);
            expect(spans, "/shop/contract/gone", 404, contract, null);
            expect(spans, "/shop/contract/status", 503, contract, "503");
            expect(spans, "/shop/contract/bad-gateway", 418, contract, null);
            expect(spans, "/shop/contract/throw", 500, contract, "java.lang.IllegalStateException");
            expect(spans, "/shop/contract/wrapped", 500, contract, "java.lang.UnsupportedOperationException");
            expect(spans, "/shop/contract/forward", 200, contract, null);
            expect(spans, "/shop/contract/include", 200, contract, null);
            expect(spans, "/shop/contract/async", 202, contract, null);
            expect(spans, "/shop/contract/async-at-once", 200, contract, null);
            expect(spans, "/shop/contract/async-dispatch", 200, contract, null);
            expect(spans, "/shop/contract/async-throw", 500, contract, "java.lang.IllegalStateException");
            expect(spans, "/shop/contract/async-timeout", 500, contract, "500");
            expect(spans, "/shop/denied", 401, null, null);
            expect(spans, "/shop/broken", 500, null, "java.lang.IllegalArgumentException");
            expect(spans, "/shop/other", 200, "/shop/other", null);
            assertEquals(404L, one(spans, "/shop/nowhere").attribute("http.response.status_code"));
            secretsStay(receiver, port);
            jvm.finish().assertClean();
            assertEquals(answers.length + 1, receiver.spans().size(), receiver::describe);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jdkServer")
    void handlers(String library, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of(library, version, "JdkServerApp")
                        .jvm()
                        .exportTo(receiver)
                        .start()) {
            int port = jvm.awaitReady();
            get(port, "/shop/contract/ok");
            get(port, "/shop/contract/gone");
            get(port, "/shop/contract/status");
            get(port, "/shop/contract/handed-over");
            get(port, "/shop/contract/denied");
            get(port, "/actuator/health");
            List<ReceivedSpan> spans = receiver.awaitSpans(5, span -> true);
            expect(spans, "/shop/contract/ok", 200, "/shop/contract/*", null);
            expect(spans, "/shop/contract/gone", 404, "/shop/contract/*", null);
            expect(spans, "/shop/contract/status", 503, "/shop/contract/*", "503");
            expect(spans, "/shop/contract/handed-over", 202, "/shop/contract/*", null);
            expect(spans, "/shop/contract/denied", 401, "/shop/contract/*", null);
            secretsStay(receiver, port);
            jvm.finish().assertClean();
            assertEquals(6, receiver.spans().size(), receiver::describe);
        }
    }

    static Stream<Arguments> jdkServer() {
        return Stream.of(Arguments.of("jdk", "httpserver"));
    }

    /** Where nothing of the server itself is woven, what reaches a servlet is a request all the same. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("foreignServers")
    void foreignServer(String library, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        servletApp(library, version).jvm().exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            String contract = "/shop/contract/*";
            get(port, "/shop/contract/ok");
            get(port, "/shop/contract/gone");
            get(port, "/shop/contract/status");
            get(port, "/shop/contract/throw");
            get(port, "/shop/contract/forward");
            get(port, "/shop/contract/include");
            get(port, "/shop/contract/async");
            get(port, "/shop/contract/async-at-once");
            get(port, "/shop/contract/async-dispatch");
            get(port, "/shop/other");
            get(port, "/shop/contract/actuator/health");
            List<ReceivedSpan> spans = receiver.awaitSpans(10, span -> true);
            expect(spans, "/shop/contract/ok", 200, contract, null);
            expect(spans, "/shop/contract/gone", 404, contract, null);
            expect(spans, "/shop/contract/status", 503, contract, "503");
            expect(spans, "/shop/contract/throw", 500, contract, "java.lang.IllegalStateException");
            expect(spans, "/shop/contract/forward", 200, contract, null);
            expect(spans, "/shop/contract/include", 200, contract, null);
            expect(spans, "/shop/contract/async", 202, contract, null);
            expect(spans, "/shop/contract/async-at-once", 200, contract, null);
            expect(spans, "/shop/contract/async-dispatch", 200, contract, null);
            expect(spans, "/shop/other", 200, "/shop/other", null);
            assertTrue(spans.stream().allMatch(span -> span.kind().equals("SERVER")), receiver::describe);
            secretsStay(receiver, port);
            // Grizzly takes request and response back while the servlet that dispatched them is still on its way out.
            int dispatches = 30;
            for (int i = 0; i < dispatches; i++) {
                assertEquals(200, get(port, "/shop/contract/async-dispatch"));
            }
            jvm.finish().assertClean();
            assertEquals(11 + dispatches, receiver.spans().size(), receiver::describe);
        }
    }

    static Stream<Arguments> foreignServers() {
        return Stream.of("floor", "latest")
                .filter(version -> Libraries.has("grizzly", version))
                .map(version -> Arguments.of("grizzly", version));
    }

    static Stream<Arguments> frameworks() {
        return Stream.of(
                        Arguments.of("spring-webmvc", "floor", "SpringApp"),
                        Arguments.of("spring-webmvc", "6.2", "SpringApp"),
                        Arguments.of("spring-webmvc", "latest", "SpringApp"),
                        Arguments.of("jersey", "floor", "JerseyApp"),
                        Arguments.of("jersey", "latest", "JerseyApp"),
                        Arguments.of("resteasy", "floor", "ResteasyApp"),
                        Arguments.of("resteasy", "6.2", "ResteasyApp"),
                        Arguments.of("resteasy", "latest", "ResteasyApp"))
                .filter(of -> Libraries.has((String) of.get()[0], (String) of.get()[1]));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("frameworks")
    void routes(String library, String version, String app) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of(library, version, app)
                        .jvm()
                        .exportTo(receiver)
                        .start()) {
            int port = jvm.awaitReady();
            get(port, "/shop/orders/17");
            get(port, "/shop/orders/17/lines");
            get(port, "/shop/api/orders/17");
            List<ReceivedSpan> spans = receiver.awaitSpans(3, span -> true);
            String thrown = "java.lang.IllegalStateException";
            expect(spans, "/shop/orders/17", 200, "/shop/orders/{id}", null);
            expect(spans, "/shop/orders/17/lines", 500, "/shop/orders/{id}/lines", thrown);
            expect(spans, "/shop/api/orders/17", 200, "/shop/api/orders/{id}", null);
            assertFalse(receiver.sawText("hunter2"), "an exception's message went out");
            jvm.finish().assertClean();
            assertEquals(3, receiver.spans().size(), receiver::describe);
        }
    }

    private static ReceivedSpan one(List<ReceivedSpan> spans, String path) {
        List<ReceivedSpan> of = spans.stream()
                .filter(span -> path.equals(span.attribute("url.path")))
                .toList();
        assertEquals(1, of.size(), () -> "spans of " + path + " among " + spans);
        return of.get(0);
    }

    private static void expect(List<ReceivedSpan> spans, String path, int status, String route, String errorType) {
        ReceivedSpan span = one(spans, path);
        assertEquals((long) status, span.attribute("http.response.status_code"), span::toString);
        assertEquals(route, span.attribute("http.route"), span::toString);
        assertEquals(route == null ? "GET" : "GET " + route, span.name(), span::toString);
        assertEquals(errorType, span.attribute("error.type"), span::toString);
        assertEquals("GET", span.attribute("http.request.method"));
        assertEquals("http", span.attribute("url.scheme"), span::toString);
        assertEquals("127.0.0.1", span.attribute("client.address"), span::toString);
        assertEquals("127.0.0.1", span.attribute("server.address"), span::toString);
        assertEquals("a test", span.attribute("user_agent.original"), span::toString);
        assertNull(span.attribute("url.query"), span::toString);
        assertEquals(TRACE, span.traceId(), span::toString);
        assertEquals(CALLER, span.parentSpanId(), span::toString);
    }

    private int get(int port, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("user-agent", "a test")
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01"));
    }

    private int send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** One request that carries a secret wherever a client can put one. */
    private void secretsStay(OtlpReceiver receiver, int port) throws Exception {
        String uri = "http://127.0.0.1:" + port + "/shop/contract/ok;jsessionid=hunter2?password=hunter2&q=hunter2";
        int before = receiver.spans().size();
        int status = send(HttpRequest.newBuilder(URI.create(uri))
                .header("user-agent", "a test")
                .header("authorization", "Bearer hunter2")
                .header("cookie", "session=hunter2")
                .header("x-forwarded-for", "198.51.100.7, hunter2")
                .header("x-api-key", "hunter2"));
        assertTrue(status < 500, "status " + status);
        ReceivedSpan span = receiver.awaitSpans(before + 1, any -> true).get(before);
        assertEquals("/shop/contract/ok", span.attribute("url.path"), span::toString);
        assertEquals("198.51.100.7", span.attribute("client.address"), span::toString);
        assertFalse(receiver.sawText("hunter2"), "a secret went out: " + receiver.describe());
    }
}
