// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static dev.foreshock.tests.queues.QueueCalls.all;
import static dev.foreshock.tests.queues.QueueCalls.assertChild;
import static dev.foreshock.tests.queues.QueueCalls.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Amazon SQS through the AWS SDK for Java 2, over each of its HTTP clients, against a server that imitates it. */
class SqsTest {
    private static final String SETTLEMENT = "foreshock.message.settlement";
    private static final String DELIVERIES = "foreshock.message.delivery_count";

    private static Stream<Arguments> clients(String... clients) {
        return Stream.of("floor", "2.25", "latest")
                .filter(version -> Libraries.has("aws-sqs", version))
                .flatMap(version -> Stream.of(clients).map(client -> Arguments.of(version, client)));
    }

    /** Each way of sending, with each HTTP client of the SDK where all versions run. */
    static Stream<Arguments> clients() {
        return Libraries.has("aws-sqs", "floor") ? clients("apache", "url", "netty") : clients("apache", "netty");
    }

    /** For what does not depend on the HTTP client. */
    static Stream<Arguments> oneClient() {
        return Libraries.has("aws-sqs", "floor") ? clients() : clients("netty");
    }

    /** For what only a thread that waits for messages does. */
    static Stream<Arguments> blockingClient() {
        return Libraries.has("aws-sqs", "floor") ? clients() : clients("apache");
    }

    static ForkedJvm server() throws Exception {
        return LibraryApp.of("elasticmq-server", "latest", "SqsServer")
                .jvm()
                .withoutAgent()
                .expectStderr(".*")
                .start();
    }

    private static JvmBuilder app(String version, String client, int port) throws Exception {
        return LibraryApp.of("aws-sqs", version, "SqsApp", "QueueApp")
                .jvm()
                .flags("-Dclient=" + client)
                .expectStderr("^SLF4J")
                .arguments(Integer.toString(port));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    void records_a_message_from_its_sending_to_its_end(String version, String client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            int port = server.awaitReady();
            try (ForkedJvm jvm = app(version, client, port).exportTo(receiver).start()) {
                QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);

                List<ReceivedSpan> plain = calls.made("plain", 5);
                ReceivedSpan sent = only(plain, "PRODUCER", "send orders");
                assertChild(sent, plain.get(0));
                assertEquals("aws_sqs", sent.attribute("messaging.system"), sent::toString);
                assertEquals("send", sent.attribute("messaging.operation.type"), sent::toString);
                assertEquals("orders", sent.attribute("messaging.destination.name"), sent::toString);
                QueueCalls.assertLocal(sent);
                assertEquals((long) port, sent.attribute("server.port"), sent::toString);
                ReceivedSpan consumed = only(plain, "CONSUMER", "process orders");
                assertChild(consumed, sent);
                assertEquals("aws_sqs", consumed.attribute("messaging.system"), consumed::toString);
                assertEquals("process", consumed.attribute("messaging.operation.type"), consumed::toString);
                assertEquals("orders", consumed.attribute("messaging.destination.name"), consumed::toString);
                QueueCalls.assertLocal(consumed);
                assertEquals((long) port, consumed.attribute("server.port"), consumed::toString);
                assertEquals("ack", consumed.attribute(SETTLEMENT), consumed::toString);
                assertNull(consumed.attribute(DELIVERIES), consumed::toString);
                assertTrue((Double) consumed.attribute("foreshock.message.age") >= 0, consumed::toString);
                List<ReceivedSpan> inside = plain.stream()
                        .filter(span -> span.kind().equals("CLIENT"))
                        .toList();
                assertEquals(2, inside.size(), plain::toString);
                inside.forEach(span -> assertChild(span, consumed));
                assertEquals(
                        "h2",
                        String.valueOf(inside.get(0).attribute("db.system.name"))
                                .substring(0, 2));
                assertEquals("POST", inside.get(1).attribute("http.request.method"), inside::toString);

                List<ReceivedSpan> again = all(calls.made("again", 7), "CONSUMER", "process orders");
                assertEquals("requeue", again.get(0).attribute(SETTLEMENT), again::toString);
                assertNull(again.get(0).attribute(DELIVERIES), again::toString);
                assertEquals("ack", again.get(1).attribute(SETTLEMENT), again::toString);
                assertEquals(2L, again.get(1).attribute(DELIVERIES), again::toString);

                calls.made("nine", 5);
                // With ten attributes of the application's there is no place for the context.
                calls.made("ten", 2);

                assertEquals("QueueDoesNotExistException", calls.perform("unknown"));
                ReceivedSpan unknown = only(calls.spans(2), "PRODUCER", "send nowhere");
                assertEquals("ERROR", unknown.statusCode(), unknown::toString);
                assertTrue(
                        String.valueOf(unknown.attribute("error.type")).endsWith("QueueDoesNotExistException"),
                        unknown::toString);

                assertEquals("SqsException SqsException true", calls.perform("retried"));
                ReceivedSpan retried = only(calls.spans(2), "PRODUCER", "send broken");
                assertEquals("ERROR", retried.statusCode(), retried::toString);

                assertEquals("done", calls.perform("traced"));
                ReceivedSpan foreign =
                        receiver.awaitSpan(span -> span.traceId().equals("11111111111111111111111111111111")
                                && span.kind().equals("CONSUMER"));
                assertEquals("2222222222222222", foreign.parentSpanId(), foreign::toString);
                calls.spans(2);

                receiver.awaitMetric(metric -> metric.name().equals("messaging.client.operation.duration")
                        && metric.hasPoint(point -> "aws_sqs".equals(point.attribute("messaging.system"))));
                jvm.finish().assertClean();
                // Neither sending nor receiving shows as HTTP: six queues were made, six times a message was settled.
                assertEquals(
                        12,
                        receiver.spans().stream()
                                .filter(span ->
                                        span.kind().equals("CLIENT") && span.attribute("http.request.method") != null)
                                .count(),
                        receiver::describe);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("blockingClient")
    void takes_a_loop_for_the_consumption_of_what_it_gets(String version, String client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, client, server.awaitReady())
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> sent = calls.made("batch", 4);
            assertEquals(3, all(sent, "PRODUCER", "send batched").size(), sent::toString);
            assertEquals(2L, sent.get(3).attribute("messaging.batch.message_count"), sent::toString);
            ReceivedSpan batch = receiver.awaitSpan(span -> span.name().equals("process batched"));
            assertEquals(4L, batch.attribute("messaging.batch.message_count"), batch::toString);
            assertNotEquals(calls.trace(), batch.traceId());
            assertEquals(4, batch.links().size(), batch::toString);
            Set<String> linked =
                    batch.links().stream().map(ReceivedSpan.Link::spanId).collect(Collectors.toSet());
            assertEquals(
                    all(sent, "PRODUCER", "send batched").stream()
                            .map(ReceivedSpan::spanId)
                            .collect(Collectors.toSet()),
                    linked);
            assertEquals("ack", batch.attribute(SETTLEMENT), batch::toString);

            // What a request takes from a queue belongs to the request.
            calls.made("within", 2);

            for (int i = 0; i < 2; i++) {
                List<ReceivedSpan> pool = calls.made("pool", 4);
                assertChild(only(pool, "CONSUMER", "process polled"), only(pool, "PRODUCER", "send polled"));
            }
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("oneClient")
    void lets_no_content_out(String version, String client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, client, server.awaitReady())
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            calls.made("secrets", 5);
            calls.made("nine", 5);
            calls.perform("retried");
            calls.made("pool", 4);
            JvmExit exit = jvm.finish();
            for (String secret : List.of("canary", "000000000000", "own1")) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("oneClient")
    void changes_nothing_that_the_application_sees(String version, String client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            int port = server.awaitReady();
            List<String> without = app(version, client, port)
                    .withoutAgent()
                    .arguments("semantics")
                    .run()
                    .assertClean()
                    .stdout();
            List<String> with = app(version, client, port)
                    .arguments("semantics")
                    .exportTo(receiver)
                    .run()
                    .assertClean()
                    .stdout();
            assertEquals(without, with);
            assertTrue(without.get(0).endsWith("order 0; order 1; order 2; order 3; order 4"), without::toString);
            assertTrue(without.get(0).contains("[own0]"), without::toString);
            assertFalse(receiver.spans().isEmpty());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("oneClient")
    void is_as_before_where_it_is_switched_off(String version, String client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, client, server.awaitReady())
                        .environment("OTEL_INSTRUMENTATION_AWS_SQS_ENABLED", "false")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> spans = calls.made("plain", 2);
            assertEquals("POST", spans.get(1).attribute("http.request.method"), spans::toString);
            jvm.finish().assertClean();
            assertFalse(receiver.spans().stream().anyMatch(span -> span.kind().equals("PRODUCER")), receiver::describe);
        }
    }
}
