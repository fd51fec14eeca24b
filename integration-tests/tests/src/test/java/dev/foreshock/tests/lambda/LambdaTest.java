// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.Answer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions in Lambda's own runtime: one unit of work for each invocation, exported before its answer. */
class LambdaTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String HEADERS = """
            {"TraceParent": "00-%s-00f067aa0ba902b7-01", "Host": "shop.example", "X-Forwarded-Proto": "https",
             "Authorization": "Bearer hunter2"}
            """.formatted(TRACE).replace("\n", "");

    private static final String REST =
            "{\"resource\": \"/orders/{id}\", \"path\": \"/orders/4711\", \"httpMethod\": \"GET\", \"headers\": "
                    + HEADERS
                    + ", \"queryStringParameters\": {\"key\": \"hunter2\"}, \"requestContext\": {\"stage\": \"live\"},"
                    + " \"body\": \"{\\\"httpMethod\\\": \\\"hunter2\\\"}\"}";

    private static final String HTTP =
            "{\"version\": \"2.0\", \"routeKey\": \"PUT /orders/{id}\", \"rawPath\": \"/orders/4711\","
                    + " \"rawQueryString\": \"key=hunter2\", \"headers\": " + HEADERS
                    + ", \"requestContext\": {\"http\": {\"method\": \"PUT\", \"path\": \"/orders/4711\"}}}";

    private static final String BALANCER =
            "{\"requestContext\": {\"elb\": {\"targetGroupArn\": \"hunter2\"}}, \"httpMethod\": \"POST\","
                    + " \"path\": \"/orders/4711\", \"headers\": " + HEADERS
                    + ", \"body\": \"hunter2\", \"busy\": true}";

    private static final String BATCH =
            "{\"Records\": [{\"messageId\": \"1\", \"body\": \"hunter2\", \"messageAttributes\": {\"traceparent\":"
                    + " {\"stringValue\": \"00-" + TRACE + "-00f067aa0ba902b7-01\", \"dataType\": \"String\"}},"
                    + " \"eventSource\": \"aws:sqs\"}, {\"messageId\": \"2\", \"body\": \"hunter2\", \"attributes\":"
                    + " {\"AWSTraceHeader\":"
                    + " \"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1\"},"
                    + " \"eventSource\": \"aws:sqs\"}, {\"messageId\": \"3\", \"eventSource\": \"aws:sqs\"}]}";

    private static final String SCHEDULE =
            "{\"source\": \"aws.events\", \"detail-type\": \"Scheduled Event\", \"detail\": {\"key\": \"hunter2\"}}";

    private static final String HEALTH =
            "{\"httpMethod\": \"GET\", \"path\": \"/health\", \"headers\": {}, \"requestContext\": {}}";

    @TempDir
    Path directory;

    @BeforeEach
    void the_client_has_native_code() {
        assumeTrue(Functions.haveNativeCode());
    }

    static Stream<Arguments> functions() {
        return Stream.of("floor", "2.6", "latest")
                .filter(version -> Libraries.has("aws-lambda", version))
                .flatMap(version ->
                        Stream.of("LambdaApp", "LambdaStreamApp").map(function -> Arguments.of(version, function)));
    }

    private JvmBuilder function(String version, String function, RuntimeApi api) throws Exception {
        return Functions.of(version, function, api, directory)
                // A busy machine starts slowly, which is a finding of its own.
                .environment("FORESHOCK_COLDSTART_MIN_MS", "600000");
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("functions")
    void invocations(String version, String function) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RuntimeApi api = new RuntimeApi(receiver::spans);
                ForkedJvm jvm = function(version, function, api)
                        .exportTo(receiver)
                        // Nothing is exported by the clock.
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "600000")
                        .start()) {
            expect(api.invoke("{}"), "invocation-1", true, null);
            expect(api.invoke("{}"), "invocation-2", false, null);
            expect(api.invoke("{\"fail\":\"yes\"}"), "invocation-3", false, "java.lang.IllegalStateException");
            assertTrue(
                    receiver.metrics().stream().anyMatch(metric -> metric.name().equals("foreshock.unit.duration")),
                    receiver::describe);
            expectRequest(api.invoke(REST), "invocation-4", "GET", "/orders/{id}", 201);
            expectRequest(api.invoke(HTTP), "invocation-5", "PUT", "/orders/{id}", 201);
            expectRequest(api.invoke(BALANCER), "invocation-6", "POST", null, 503);
            expectBatch(api.invoke(BATCH), "invocation-7");
            ReceivedSpan timer = expect(api.invoke(SCHEDULE), "invocation-8", false, null);
            assertEquals("timer", timer.attribute("faas.trigger"), timer::toString);
            assertEquals("invocation-9/response", api.invoke(HEALTH).path());
            jvm.finish().assertClean();
            assertEquals(
                    List.of(),
                    receiver.spans(span -> "invocation-9".equals(span.attribute("faas.invocation_id"))
                            || "/health".equals(span.attribute("url.path"))));
            assertEquals(5, receiver.spans(span -> span.name().equals("shop")).size(), receiver::describe);
            assertFalse(receiver.sawText("hunter2"), receiver::describe);
        }
    }

    @Test
    void a_function_that_starts_slowly_is_named() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RuntimeApi api = new RuntimeApi(receiver::spans);
                ForkedJvm jvm = function("latest", "LambdaApp", api)
                        .exportTo(receiver)
                        .environment("FORESHOCK_COLDSTART_MIN_MS", "10")
                        .expectStderr("cold_start \\(warning\\): ")
                        .start()) {
            api.invoke("{}");
            ReceivedLog cold = receiver.awaitLog(log -> "cold_start".equals(log.attribute("foreshock.finding.type")));
            assertTrue(
                    cold.body()
                            .matches(
                                    "shop started cold: .* until its first invocation was answered, .* of them before it"
                                            + " began.*; this agent held it up for .* by weaving.*"),
                    cold::toString);
            assertEquals("open", cold.attribute("foreshock.finding.state"));
            api.invoke("{}");
            jvm.finish().assertClean();
            assertEquals(
                    1,
                    receiver.logs(log -> "cold_start".equals(log.attribute("foreshock.finding.type")))
                            .size());
        }
    }

    /** A backend that takes everything and says nothing holds an answer up for no longer than it may. */
    @Test
    void answers_while_the_backend_hangs() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RuntimeApi api = new RuntimeApi(List::of);
                ForkedJvm jvm = function("latest", "LambdaApp", api)
                        .exportTo(receiver)
                        .environment("FORESHOCK_SHUTDOWN_TIMEOUT", "300")
                        .expectStderr("\\[foreshock]")
                        .start()) {
            receiver.answer(Answer.hang());
            assertEquals("invocation-1/response", api.invoke("{}").path());
            assertEquals("invocation-2/response", api.invoke("{}").path());
            jvm.finish();
        }
    }

    /** Under the caller's trace, with what the gateway and the answer say. */
    private static void expectRequest(
            RuntimeApi.Answered<?> answer, String id, String method, String route, int status) {
        assertEquals(id + "/response", answer.path());
        ReceivedSpan span = span(answer, id);
        assertEquals("SERVER", span.kind(), span::toString);
        assertEquals(route == null ? method : method + " " + route, span.name(), span::toString);
        assertEquals(TRACE, span.traceId(), span::toString);
        assertEquals("00f067aa0ba902b7", span.parentSpanId(), span::toString);
        assertEquals("http", span.attribute("faas.trigger"), span::toString);
        assertEquals(false, span.attribute("faas.coldstart"), span::toString);
        assertEquals(method, span.attribute("http.request.method"), span::toString);
        assertEquals(route, span.attribute("http.route"), span::toString);
        assertEquals("/orders/4711", span.attribute("url.path"), span::toString);
        assertEquals("https", span.attribute("url.scheme"), span::toString);
        assertEquals("shop.example", span.attribute("server.address"), span::toString);
        assertEquals((long) status, span.attribute("http.response.status_code"), span::toString);
        assertEquals(status < 500 ? null : "503", span.attribute("error.type"), span::toString);
        expectStatement(answer, span);
    }

    /** Each message has a trace of its own, and the batch is linked to all of them. */
    private static void expectBatch(RuntimeApi.Answered<?> answer, String id) {
        ReceivedSpan span = expect(answer, id, false, null);
        assertEquals("pubsub", span.attribute("faas.trigger"), span::toString);
        assertFalse(span.traceId().startsWith("4bf92f35"), span::toString);
        assertEquals(
                List.of(TRACE + "/00f067aa0ba902b7", "5759e988bd862e3fe1be46a994272793/53995c3f42cd8ad8"),
                span.links().stream()
                        .map(link -> link.traceId() + "/" + link.spanId())
                        .toList(),
                span::toString);
    }

    private static ReceivedSpan expect(RuntimeApi.Answered<?> answer, String id, boolean cold, String error) {
        assertEquals(id + (error == null ? "/response" : "/error"), answer.path());
        ReceivedSpan span = span(answer, id);
        assertEquals("shop", span.name());
        assertEquals(cold, span.attribute("faas.coldstart"), span::toString);
        assertTrue(span.attribute("faas.trigger") != null, span::toString);
        assertEquals(
                "arn:aws:lambda:eu-west-1:123456789012:function:shop",
                span.attribute("cloud.resource_id"),
                span::toString);
        assertEquals(error, span.attribute("error.type"), span::toString);
        expectStatement(answer, span);
        return span;
    }

    private static ReceivedSpan span(RuntimeApi.Answered<?> answer, String id) {
        List<ReceivedSpan> of = exported(answer).stream()
                .filter(span -> id.equals(span.attribute("faas.invocation_id")))
                .toList();
        assertEquals(1, of.size(), () -> "spans of " + id + " among " + exported(answer));
        return of.get(0);
    }

    private static void expectStatement(RuntimeApi.Answered<?> answer, ReceivedSpan span) {
        assertEquals(
                1,
                exported(answer).stream().filter(each -> each.isChildOf(span)).count(),
                () -> "statements of " + span + " among " + exported(answer));
    }

    @SuppressWarnings("unchecked")
    private static List<ReceivedSpan> exported(RuntimeApi.Answered<?> answer) {
        return (List<ReceivedSpan>) answer.exported();
    }
}
