// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Operation;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LiveHeap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every HTTP client must do: one span for each request that the server gets, with its context in that request's headers,
 * below the request that the application serves. To add a client, see docs/adding-an-http-client.md.
 */
class ClientContractTest {
    private static final String REFUSED = "newer versions refuse credentials in a URL";
    private static final String REPEATS_UNSENT = "it repeats only what was never sent";
    private static final String ITS_LOOP = "a request is seen where it is written, on the event loop";
    private static final String CONNECTED = "there is no request before there is a connection";
    private static final String SYNCHRONOUS = "it is synchronous";

    private static final List<ClientUnderTest> CLIENTS = List.of(
            ClientUnderTest.of("jdk", "JdkClientApp", "17", "25").cannot("retry", REPEATS_UNSENT),
            ClientUnderTest.of("jdk", "UrlConnectionApp", "17", "25")
                    .cannot("async", SYNCHRONOUS)
                    .cannot("retry", "it repeats only what got no answer")
                    .cannot("new-headers", "what it repeats after a reset carries the headers of the first attempt")
                    .cannot("nested", "it has no hooks"),
            ClientUnderTest.of("httpclient4", "HttpClient4App", "floor", "4.5", "latest")
                    .cannot("async", SYNCHRONOUS),
            ClientUnderTest.of("httpclient5", "HttpClient5App", "floor", "5.2", "latest")
                    .cannot("async", SYNCHRONOUS)
                    .cannot("userinfo", REFUSED),
            ClientUnderTest.of("httpclient5", "AsyncHttpClient5App", "floor", "5.2", "latest")
                    .cannot("userinfo", REFUSED),
            ClientUnderTest.of("okhttp", "OkHttpApp", "floor", "3.14", "4.12", "latest"),
            ClientUnderTest.of("async-http-client", "AsyncHttpClientApp", "floor", "2.8", "latest")
                    .cannot("retry", "it repeats only what got no answer")
                    .cannot("stream nested", "its handlers are called by its event loops, which must not wait"),
            ClientUnderTest.of("jetty-client", "JettyClientApp", "floor", "9.4", "11", "12.0", "latest")
                    .cannot("retry", "it repeats nothing"),
            ClientUnderTest.of("reactor-netty", "ReactorClientApp", "floor", "1.1", "latest")
                    .cannot("retry", REPEATS_UNSENT)
                    .cannot("userinfo", REFUSED),
            ClientUnderTest.of("spring-webflux", "WebClientApp", "floor", "6.2", "latest")
                    .cannot("retry", REPEATS_UNSENT)
                    .cannot("userinfo", REFUSED),
            ClientUnderTest.of("netty", "NettyClientApp", "4.1", "latest")
                    .cannot("own-thread", ITS_LOOP)
                    .cannot("refused", CONNECTED)
                    .cannot("retry redirect", "it makes one attempt")
                    .cannot("nested", "its handlers are called by its event loops, which must not wait"),
            ClientUnderTest.of("netty", "NettyClientApp", "floor")
                    .cannot("own-thread", ITS_LOOP)
                    .cannot("refused", CONNECTED)
                    .cannot("response-timeout", "Netty 4.1.0 tells nobody how long it waits")
                    .cannot("retry redirect", "it makes one attempt")
                    .cannot("nested", "its handlers are called by its event loops, which must not wait"),
            ClientUnderTest.of("vertx-web", "VertxClientApp", "floor", "4.5", "latest")
                    .cannot("own-thread", ITS_LOOP)
                    .cannot("refused", CONNECTED)
                    .cannot("response-timeout", "its limit is a timer of its own, which Netty does not see")
                    .cannot("resend-count", "Netty does not see what a request follows")
                    .cannot("retry", "it repeats nothing")
                    .cannot("userinfo", REFUSED)
                    .cannot("cancel stream nested", "as with Netty"),
            ClientUnderTest.of("httpasyncclient", "HttpAsyncClientApp", "floor", "4.1.3", "latest")
                    .cannot("retry", REPEATS_UNSENT)
                    .cannot("nested", "its interceptors are called before the attempt begins"));

    private static final int MANY = 10;
    private static final int ROUNDS = 3;

    static Stream<Arguments> clients() {
        return CLIENTS.stream().flatMap(ClientUnderTest::arguments);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    void keeps_the_contract(ClientUnderTest client, String version) throws Exception {
        try (ContractServer server = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = client.jvm(version)
                        .exportTo(receiver)
                        .arguments(server.url("/outside"))
                        .start()) {
            ContractCalls calls = new ContractCalls(client, jvm.awaitReady(), server, receiver);
            outside(calls, server, receiver);
            answered(calls, server);
            failed(calls, server);
            repeated(calls);
            threads(calls, server);
            contexts(calls, server);
            metrics(receiver);
            collected(calls, jvm);
            assertFalse(receiver.sawText("hunter2"), "a secret went out");
            jvm.finish().assertClean();
            assertEquals(
                    calls.spans() + 1,
                    receiver.spans(span -> span.kind().equals("CLIENT")).size(),
                    () -> "duplicates among " + receiver.describe());
        }
    }

    /** What is remembered of a call goes with it: two operations each, and the last batch that was exported. */
    private static void collected(ContractCalls calls, ForkedJvm jvm) throws Exception {
        long before = aliveAfterTheSame(calls, jvm);
        assertTrue(before > 0, "the agent's operations have another name");
        calls.many(ROUNDS * MANY);
        long growth = aliveAfterTheSame(calls, jvm) - before;
        assertTrue(growth < MANY, growth + " more operations are alive after " + ROUNDS * MANY + " more calls");
    }

    /** What is remembered of a call is collected with it, and let go of with the next calls: so those are as many each time. */
    private static long aliveAfterTheSame(ContractCalls calls, ForkedJvm jvm) throws Exception {
        LiveHeap.count(jvm, Operation.class);
        calls.many(MANY);
        return LiveHeap.count(jvm, Operation.class);
    }

    /** A call outside any request is part of what its thread does in the background. */
    private static void outside(ContractCalls calls, ContractServer server, OtlpReceiver receiver) {
        ReceivedSpan call = receiver.awaitSpan(span -> span.kind().equals("CLIENT"));
        ReceivedSpan root = receiver.awaitSpan(span -> call.isChildOf(span));
        assertEquals("INTERNAL", root.kind(), root::toString);
        assertTrue(root.name().startsWith(calls.can("own-thread") ? "background main" : "background "), root::toString);
        assertEquals(
                List.of("00-" + call.traceId() + "-" + call.spanId() + "-01"),
                server.received().get(0).contexts());
    }

    private static void answered(ContractCalls calls, ContractServer server) throws Exception {
        String url = server.url("/items/17?token=hunter2&page=2");
        ReceivedSpan get = calls.one("get", "200", calls.can("userinfo") ? url.replace("//", "//user:hunter2@") : url);
        assertEquals("GET", get.name());
        assertEquals("GET", get.attribute("http.request.method"), get::toString);
        assertEquals(200L, get.attribute("http.response.status_code"), get::toString);
        assertEquals("127.0.0.1", get.attribute("server.address"), get::toString);
        assertEquals((long) server.port(), get.attribute("server.port"), get::toString);
        assertEquals(server.url("/items/17?token=REDACTED&page=REDACTED"), get.attribute("url.full"), get::toString);
        assertEquals("UNSET", get.statusCode(), get::toString);
        assertNull(get.attribute("error.type"), get::toString);
        assertNull(get.attribute("http.request.resend_count"), get::toString);

        ReceivedSpan post = calls.one("post", "200", server.url("/items"));
        assertEquals("POST", post.name());
        assertEquals("POST", post.attribute("http.request.method"), post::toString);

        failed(calls.one("get", "404", server.url("/gone/1")), 404L, "404");
        failed(calls.one("get", "503", server.url("/broken/1")), 503L, "503");
    }

    private static void failed(ContractCalls calls, ContractServer server) throws Exception {
        String refused = "http://127.0.0.1:" + ContractServer.closedPort() + "/items/1";
        List<ReceivedSpan> unconnected = calls.can("refused") ? calls.all("get", null, refused) : List.of();
        for (ReceivedSpan attempt : unconnected) {
            failed(attempt, null, null);
            assertTrue(String.valueOf(attempt.attribute("error.type")).contains("onnect"), attempt::toString);
        }
        ReceivedSpan late = calls.one("timeout", null, server.url("/slow"));
        failed(late, null, null);
        if (calls.can("response-timeout")) {
            assertTrue(String.valueOf(late.attribute("error.type")).contains("Timeout"), late::toString);
            assertEquals(0.3, late.attribute("foreshock.timeout.response"), late::toString);
        }
        String reset = server.url("/reset");
        List<ReceivedSpan> attempts =
                calls.can("new-headers") ? calls.all("get", null, reset) : calls.withAnyContext("get", null, reset);
        for (ReceivedSpan attempt : attempts) {
            failed(attempt, null, null);
        }
    }

    private static void repeated(ContractCalls calls) throws Exception {
        if (calls.can("redirect")) {
            List<ReceivedSpan> redirect = calls.all("get", "200", calls.url("/moved"));
            assertEquals(2, redirect.size(), redirect::toString);
            assertEquals(302L, redirect.get(0).attribute("http.response.status_code"), redirect::toString);
            assertNull(redirect.get(0).attribute("http.request.resend_count"), redirect::toString);
            assertEquals(200L, redirect.get(1).attribute("http.response.status_code"), redirect::toString);
            Long resends = calls.can("resend-count") ? 1L : null;
            assertEquals(resends, redirect.get(1).attribute("http.request.resend_count"), redirect::toString);
            assertEquals(calls.url("/items/1"), redirect.get(1).attribute("url.full"), redirect::toString);
            assertNull(redirect.get(1).attribute("foreshock.retry.attempt"), redirect::toString);
        }
        if (calls.can("retry")) {
            List<ReceivedSpan> retry = calls.all("retry", "200", calls.url("/flaky"));
            assertEquals(2, retry.size(), retry::toString);
            failed(retry.get(0), 503L, "503");
            assertNull(retry.get(0).attribute("http.request.resend_count"), retry::toString);
            assertNull(retry.get(0).attribute("foreshock.retry.attempt"), retry::toString);
            assertEquals(2L, retry.get(1).attribute("foreshock.retry.attempt"), retry::toString);
            assertEquals(200L, retry.get(1).attribute("http.response.status_code"), retry::toString);
            assertEquals(1L, retry.get(1).attribute("http.request.resend_count"), retry::toString);
        }
    }

    private static void threads(ContractCalls calls, ContractServer server) throws Exception {
        if (calls.can("async")) {
            List<ReceivedSpan> async = calls.all("async", "200", calls.url("/items/1"), calls.url("/items/2"));
            assertEquals(2, async.size(), async::toString);
            assertEquals(calls.url("/items/2"), async.get(1).attribute("url.full"), async::toString);
        }
        if (calls.can("cancel")) {
            ReceivedSpan cancelled = calls.all("cancel", "0", calls.url("/slow"), Integer.toString(server.signalPort()))
                    .get(0);
            failed(cancelled, null, null);
        }
        if (calls.can("stream")) {
            List<ReceivedSpan> stream = calls.all("stream", "200", calls.url("/stream"), calls.url("/gate"));
            assertEquals(2, stream.size(), stream::toString);
            assertTrue(
                    stream.get(0).endEpochNanos() <= stream.get(1).startEpochNanos(),
                    () -> "the first ends with the head of its response: " + stream);
        }
        if (calls.can("nested")) {
            List<ReceivedSpan> nested = calls.all("nested", "200", calls.url("/items/1"), calls.url("/items/2"));
            assertEquals(2, nested.size(), nested::toString);
            assertNotEquals(nested.get(0).attribute("url.full"), nested.get(1).attribute("url.full"));
        }
    }

    private static void contexts(ContractCalls calls, ContractServer server) throws Exception {
        // A tracer of the application's has set it.
        calls.traceparent("b7ad6b7169203331");
        ReceivedSpan adopted = calls.one("header", "200", calls.url("/items/1"));
        assertEquals("b7ad6b7169203331", adopted.spanId());
        // The application passes on what it got.
        calls.traceparent(ContractCalls.CALLER);
        ReceivedSpan passedOn = calls.one("header", "200", calls.url("/items/1"));
        assertNotEquals(ContractCalls.CALLER, passedOn.spanId());
        if (!calls.can("redirect")) {
            return;
        }
        // One header for several attempts.
        calls.traceparent("c7ad6b7169203331");
        List<ReceivedSpan> redirect = calls.withSentContext("header", "200", calls.url("/moved"), "c7ad6b7169203331");
        assertEquals(2, redirect.size(), redirect::toString);
        assertEquals("c7ad6b7169203331", redirect.get(0).spanId());
        assertNotEquals("c7ad6b7169203331", redirect.get(1).spanId());
    }

    private static void metrics(OtlpReceiver receiver) {
        receiver.awaitMetric(metric -> metric.name().equals("http.client.request.duration")
                && metric.toString().contains("503"));
    }

    private static void failed(ReceivedSpan span, Long status, String errorType) {
        assertEquals("ERROR", span.statusCode(), span::toString);
        assertEquals(status, span.attribute("http.response.status_code"), span::toString);
        assertNotNull(span.attribute("error.type"), span::toString);
        if (errorType != null) {
            assertEquals(errorType, span.attribute("error.type"), span::toString);
        }
    }
}
