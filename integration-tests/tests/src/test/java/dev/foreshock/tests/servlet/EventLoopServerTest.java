// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every server on event loops must do, whose threads serve many requests by turns: one unit of work for every request,
 * and in it the statements that were executed for it, on whichever thread.
 */
class EventLoopServerTest {
    private static final String CONTRACT = "/shop/contract/";
    private static final String THROWN = "java.lang.IllegalStateException";

    private HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Each request has a caller of its own, which says whose span is whose. */
    private final Map<String, String> callers = new LinkedHashMap<>();

    static Stream<Arguments> servers() {
        return Stream.of(
                        Arguments.of("netty", "floor", "NettyApp"),
                        Arguments.of("netty", "4.1", "NettyApp"),
                        Arguments.of("netty", "latest", "NettyApp"),
                        Arguments.of("reactor-netty", "floor", "ReactorNettyApp"),
                        Arguments.of("reactor-netty", "1.1", "ReactorNettyApp"),
                        Arguments.of("reactor-netty", "latest", "ReactorNettyApp"),
                        Arguments.of("spring-webflux", "floor", "WebFluxApp"),
                        Arguments.of("spring-webflux", "6.2", "WebFluxApp"),
                        Arguments.of("spring-webflux", "latest", "WebFluxApp"),
                        Arguments.of("vertx-web", "floor", "VertxApp"),
                        Arguments.of("vertx-web", "4.5", "VertxApp"),
                        Arguments.of("vertx-web", "latest", "VertxApp"))
                .filter(of -> Libraries.has((String) of.get()[0], (String) of.get()[1]));
    }

    static Stream<Arguments> http2Servers() {
        // Reactor Netty 1.0.0 resets streams and goes away after the first POST, with and without an agent.
        return Stream.of(
                        Arguments.of("netty", "4.1", "NettyHttp2App"),
                        Arguments.of("netty", "latest", "NettyHttp2App"),
                        Arguments.of("reactor-netty", "1.1", "ReactorNettyApp"),
                        Arguments.of("reactor-netty", "latest", "ReactorNettyApp"),
                        Arguments.of("vertx-web", "floor", "VertxApp"),
                        Arguments.of("vertx-web", "4.5", "VertxApp"),
                        Arguments.of("vertx-web", "latest", "VertxApp"))
                .filter(of -> Libraries.has((String) of.get()[0], (String) of.get()[1]));
    }

    /** The first request asks for HTTP/2, and is answered with it; the others are streams from the beginning. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("http2Servers")
    void requests_over_http_2(String library, String version, String app) throws Exception {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        requests(library, version, app);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void requests(String library, String version, String app) throws Exception {
        boolean plain = app.equals("NettyApp");
        boolean http2 = client.version() == HttpClient.Version.HTTP_2;
        boolean routed = !app.startsWith("Netty") && !app.equals("ReactorNettyApp");
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(library, version, app)
                        .flags("-Dh2c=" + http2)
                        .exportTo(receiver)
                        .start()) {
            int port = jvm.awaitReady();
            Map<String, Integer> expected = new LinkedHashMap<>();
            expected.put("ok", 200);
            expected.put("gone", 404);
            expected.put("status", 503);
            expected.put("throw", 500);
            expected.put("query", 200);
            expected.put("handed-over", 202);
            expected.put("later", 200);
            expected.put("stream", 200);
            expected.put("other-loop", 200);
            if (plain) {
                expected.put("continue", 200);
            }
            for (Map.Entry<String, Integer> each : expected.entrySet()) {
                assertEquals(each.getValue(), get(port, CONTRACT + each.getKey()), each::getKey);
            }
            boolean functional = app.equals("WebFluxApp");
            if (functional) {
                assertEquals(200, get(port, "/shop/orders/17"));
            }
            get(port, "/actuator/health");
            assertEquals(
                    200,
                    send(request(port, CONTRACT + "body")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()))));
            int requests = expected.size() + (functional ? 2 : 1);
            receiver.awaitSpans(requests, span -> span.kind().equals("SERVER"));
            jvm.finish().assertClean();
            List<ReceivedSpan> spans = receiver.spans();
            expected.forEach((name, status) -> {
                String error = name.equals("status") ? "503" : null;
                error = name.equals("throw") ? (routed ? THROWN : "500") : error;
                expect(spans, CONTRACT + name, status, error, routed ? CONTRACT + name : null);
            });
            if (functional) {
                expect(spans, "/shop/orders/17", 200, null, "/shop/orders/{id}");
                assertStatement(spans, "/shop/orders/17");
            }
            for (String name : List.of("query", "handed-over", "later", "other-loop", "body")) {
                assertStatement(spans, CONTRACT + name);
            }
            // Reactor Netty asks for more of a stream when its frames have been flushed, outside any request.
            if (!http2 || !app.equals("ReactorNettyApp")) {
                assertStatement(spans, CONTRACT + "stream");
            }
            assertEquals(requests, of(spans, "SERVER").size(), receiver::describe);
            assertFalse(receiver.sawText("hunter2"), "a secret went out: " + receiver.describe());
        }
    }

    /** Three requests in one go: answered one by one, and each with what was done for it. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void pipelined(String library, String version, String app) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(library, version, app).exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            List<String> names = List.of("query", "stream", "ok");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                StringBuilder text = new StringBuilder();
                for (String name : names) {
                    text.append(raw(CONTRACT + name));
                }
                socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
                receiver.awaitSpans(3, span -> span.kind().equals("SERVER"));
            }
            jvm.finish().assertClean();
            List<ReceivedSpan> spans = receiver.spans();
            for (String name : names) {
                ReceivedSpan server = server(spans, CONTRACT + name);
                assertEquals(callers.get(CONTRACT + name), server.parentSpanId(), server::toString);
                if (!name.equals("ok")) {
                    assertStatement(spans, CONTRACT + name);
                }
            }
            assertEquals(3, of(spans, "SERVER").size(), receiver::describe);
        }
    }

    /** A client that goes away, or a server that closes the connection, leaves no request open. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void connections_closed(String library, String version, String app) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(library, version, app).exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            boolean plain = app.equals("NettyApp");
            if (plain) {
                closedByServer(port);
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(raw(CONTRACT + "ok").getBytes(StandardCharsets.US_ASCII));
                receiver.awaitSpan(span -> (CONTRACT + "ok").equals(span.attribute("url.path")));
                socket.getOutputStream().write(raw(CONTRACT + "never").getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                // Until the server has noticed.
                while (socket.getInputStream().read() >= 0) {}
            }
            receiver.awaitSpans(plain ? 3 : 2, span -> span.kind().equals("SERVER"));
            jvm.finish().assertClean();
            for (String name : plain ? List.of("drop", "never") : List.of("never")) {
                ReceivedSpan span = server(receiver.spans(), CONTRACT + name);
                assertNull(span.attribute("http.response.status_code"), span::toString);
                assertEquals("connection_closed", span.attribute("error.type"), span::toString);
                assertEquals("ERROR", span.statusCode(), span::toString);
                assertStatement(receiver.spans(), CONTRACT + name);
            }
        }
    }

    private static JvmBuilder app(String library, String version, String app) throws Exception {
        return app.equals("NettyHttp2App")
                ? LibraryApp.of(library, version, app, "NettyApp", "Items").jvm()
                : LibraryApp.of(library, version, app, "Items").jvm();
    }

    private void closedByServer(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(raw(CONTRACT + "drop").getBytes(StandardCharsets.US_ASCII));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private void expect(List<ReceivedSpan> spans, String path, int status, String errorType, String route) {
        ReceivedSpan span = server(spans, path);
        assertEquals((long) status, span.attribute("http.response.status_code"), span::toString);
        assertEquals(route, span.attribute("http.route"), span::toString);
        assertEquals(route == null ? "GET" : "GET " + route, span.name(), span::toString);
        assertEquals(errorType, span.attribute("error.type"), span::toString);
        assertEquals(errorType == null ? "UNSET" : "ERROR", span.statusCode(), span::toString);
        assertEquals("GET", span.attribute("http.request.method"));
        assertEquals("http", span.attribute("url.scheme"), span::toString);
        assertEquals("127.0.0.1", span.attribute("client.address"), span::toString);
        assertEquals("127.0.0.1", span.attribute("server.address"), span::toString);
        assertTrue(span.attribute("server.port") instanceof Long, span::toString);
        assertEquals("a test", span.attribute("user_agent.original"), span::toString);
        assertEquals(callers.get(path), span.parentSpanId(), span::toString);
        assertEquals(callers.get(path).repeat(2), span.traceId(), span::toString);
    }

    /** One statement, and that of this request. */
    private static void assertStatement(List<ReceivedSpan> spans, String path) {
        ReceivedSpan server = server(spans, path);
        List<ReceivedSpan> statements = spans.stream()
                .filter(span -> span.kind().equals("CLIENT") && span.isChildOf(server))
                .toList();
        assertEquals(1, statements.size(), () -> "statements of " + path + " among " + spans);
        assertEquals("SELECT item", statements.get(0).name());
    }

    private static ReceivedSpan server(List<ReceivedSpan> spans, String path) {
        List<ReceivedSpan> of = of(spans, "SERVER").stream()
                .filter(span -> path.equals(span.attribute("url.path")))
                .toList();
        assertEquals(1, of.size(), () -> "spans of " + path + " among " + spans);
        return of.get(0);
    }

    private static List<ReceivedSpan> of(List<ReceivedSpan> spans, String kind) {
        return spans.stream().filter(span -> span.kind().equals(kind)).toList();
    }

    private String traceparent(String path) {
        String caller = String.format("%016x", 0xfeed00 + callers.size());
        callers.put(path, caller);
        return "00-" + caller.repeat(2) + "-" + caller + "-01";
    }

    private String raw(String path) {
        return "GET " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: a test\r\ntraceparent: " + traceparent(path)
                + "\r\n\r\n";
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("user-agent", "a test")
                .header("authorization", "Bearer hunter2")
                .header("traceparent", traceparent(path));
    }

    private int get(int port, String path) throws Exception {
        return send(request(port, path));
    }

    private int send(HttpRequest.Builder request) throws Exception {
        HttpResponse<Void> response = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        assertEquals(client.version(), response.version());
        return response.statusCode();
    }
}
