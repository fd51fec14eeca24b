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
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RabbitMQ's client against a broker that speaks its protocol. */
class RabbitTest {
    private static final String PASSWORD = "canary-password";
    private static final String SETTLEMENT = "foreshock.message.settlement";
    private static final String DELIVERIES = "foreshock.message.delivery_count";
    private static final String ROUTING_KEY = "messaging.rabbitmq.destination.routing_key";

    static Stream<String> versions() {
        return Stream.of("floor", "5.14", "latest").filter(version -> Libraries.has("rabbitmq", version));
    }

    static ForkedJvm broker() throws Exception {
        return LibraryApp.of("qpid-broker", "latest", "QpidServer")
                .jvm()
                .withoutAgent()
                .expectStderr(".*")
                .arguments(PASSWORD)
                .start();
    }

    private static JvmBuilder app(String version, int port) throws Exception {
        return LibraryApp.of("rabbitmq", version, "RabbitApp", "QueueApp")
                .jvm()
                .expectStderr("^SLF4J")
                .arguments(Integer.toString(port));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void records_a_message_from_its_sending_to_its_end(String version) throws Exception {
        try (ForkedJvm broker = broker();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            int port = broker.awaitReady();
            try (ForkedJvm jvm = app(version, port).exportTo(receiver).start()) {
                QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);

                List<ReceivedSpan> plain = calls.made("plain", 4);
                ReceivedSpan sent = only(plain, "PRODUCER", "send orders");
                assertChild(sent, plain.get(0));
                assertEquals("rabbitmq", sent.attribute("messaging.system"), sent::toString);
                assertEquals("send", sent.attribute("messaging.operation.type"), sent::toString);
                assertEquals("orders", sent.attribute("messaging.destination.name"), sent::toString);
                assertEquals("orders", sent.attribute(ROUTING_KEY), sent::toString);
                QueueCalls.assertLocal(sent);
                assertEquals((long) port, sent.attribute("server.port"), sent::toString);
                ReceivedSpan consumed = only(plain, "CONSUMER", "process orders");
                assertChild(consumed, sent);
                assertEquals("rabbitmq", consumed.attribute("messaging.system"), consumed::toString);
                assertEquals("process", consumed.attribute("messaging.operation.type"), consumed::toString);
                assertEquals("orders", consumed.attribute("messaging.destination.name"), consumed::toString);
                QueueCalls.assertLocal(consumed);
                assertEquals("ack", consumed.attribute(SETTLEMENT), consumed::toString);
                assertNull(consumed.attribute(DELIVERIES), consumed::toString);
                assertNull(consumed.attribute("foreshock.message.age"), consumed::toString);
                assertChild(only(plain, "PRODUCER", "send invoices"), consumed);

                List<ReceivedSpan> topic = calls.made("topic", 3);
                ReceivedSpan event = only(topic, "PRODUCER", "send events:order.?.created");
                assertEquals("order.?.created", event.attribute(ROUTING_KEY), event::toString);
                ReceivedSpan heard = topic.get(2);
                assertChild(heard, event);
                assertTrue(heard.name().startsWith("process events:order.?.created:"), heard::toString);
                assertTrue(heard.name().endsWith("?"), heard::toString);
                assertTrue((Double) heard.attribute("foreshock.message.age") >= 4, heard::toString);

                List<ReceivedSpan> rejected = all(calls.made("reject", 4), "CONSUMER", "process orders");
                assertEquals("reject", rejected.get(0).attribute(SETTLEMENT), rejected::toString);
                List<ReceivedSpan> requeued = all(calls.made("requeue", 4), "CONSUMER", "process orders");
                assertEquals("requeue", requeued.get(0).attribute(SETTLEMENT), requeued::toString);
                assertNull(requeued.get(0).attribute(DELIVERIES), requeued::toString);
                assertEquals("ack", requeued.get(1).attribute(SETTLEMENT), requeued::toString);
                assertEquals(2L, requeued.get(1).attribute(DELIVERIES), requeued::toString);
                assertEquals(
                        4L,
                        only(calls.made("dead", 4), "CONSUMER", "process orders")
                                .attribute(DELIVERIES));
                assertEquals(
                        5L,
                        only(calls.made("counted", 4), "CONSUMER", "process orders")
                                .attribute(DELIVERIES));

                ReceivedSpan failed = only(calls.made("fail", 3), "CONSUMER", "process broken");
                assertEquals("ERROR", failed.statusCode(), failed::toString);
                assertEquals("java.lang.IllegalStateException", failed.attribute("error.type"), failed::toString);
                assertEquals(4, calls.made("plain", 4).size());

                assertEquals("done {kind=order}", calls.perform("shared"));
                List<ReceivedSpan> shared = calls.spans(7);
                assertEquals(2, all(shared, "PRODUCER", "send orders").size(), shared::toString);
                assertNotEquals(
                        all(shared, "CONSUMER", "process orders").get(0).parentSpanId(),
                        all(shared, "CONSUMER", "process orders").get(1).parentSpanId());

                assertNotEquals("published", calls.perform("refused"));
                ReceivedSpan refused = only(calls.spans(2), "PRODUCER", "send orders");
                assertEquals("ERROR", refused.statusCode(), refused::toString);
                assertEquals(
                        "com.rabbitmq.client.AlreadyClosedException",
                        refused.attribute("error.type"),
                        refused::toString);

                assertEquals("done 1", calls.perform("traced"));
                ReceivedSpan foreign =
                        receiver.awaitSpan(span -> span.traceId().equals("11111111111111111111111111111111")
                                && span.kind().equals("CONSUMER"));
                assertEquals("2222222222222222", foreign.parentSpanId(), foreign::toString);
                calls.spans(2);

                receiver.awaitMetric(metric -> metric.name().equals("messaging.client.operation.duration")
                        && metric.hasPoint(point -> "rabbitmq".equals(point.attribute("messaging.system"))));
                jvm.finish().assertClean();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void takes_a_loop_of_gets_for_the_consumption_of_each_message(String version) throws Exception {
        try (ForkedJvm broker = broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        app(version, broker.awaitReady()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> polled = calls.made("poll", 10);
            List<ReceivedSpan> sent = all(polled, "PRODUCER", "send polled");
            List<ReceivedSpan> consumed = all(polled, "CONSUMER", "process polled");
            List<ReceivedSpan> followed = all(polled, "PRODUCER", "send invoices");
            for (int i = 0; i < 3; i++) {
                assertChild(consumed.get(i), sent.get(i));
                assertChild(followed.get(i), consumed.get(i));
                assertEquals("ack", consumed.get(i).attribute(SETTLEMENT), consumed::toString);
            }
            // Another channel of the body's own neither begins a unit nor ends that of the loop.
            List<ReceivedSpan> inner = calls.made("inner", 9);
            for (int i = 0; i < 2; i++) {
                ReceivedSpan served = all(inner, "CONSUMER", "process polled").get(i);
                assertChild(served, all(inner, "PRODUCER", "send polled").get(i));
                assertChild(all(inner, "PRODUCER", "send invoices").get(i), served);
                assertNull(served.attribute(SETTLEMENT), served::toString);
            }
            // A task that has asked for a message is done with it when it is over; its thread has no end.
            List<ReceivedSpan> pooled = calls.made("pool", 4);
            ReceivedSpan task = only(pooled, "CONSUMER", "process polled");
            assertChild(task, only(pooled, "PRODUCER", "send polled"));
            assertChild(only(pooled, "PRODUCER", "send invoices"), task);
            // What a request takes from a queue belongs to the request.
            calls.made("within", 2);
            jvm.finish().assertClean();
        }
    }

    @Test
    void names_a_message_that_comes_again_and_again() throws Exception {
        try (ForkedJvm broker = broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app("latest", broker.awaitReady())
                        .environment("FORESHOCK_RETRY_WINDOW_SECONDS", "10")
                        .expectStderr(
                                "^\\[foreshock] WARN redelivery_storm \\(critical\\): process orders \\(rabbitmq:")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            assertEquals("done", calls.perform("poison"));
            ReceivedLog finding = receiver.awaitFinding("redelivery_storm");
            assertTrue(finding.body().contains(" gets the same messages again and again: "), finding::body);
            assertTrue(finding.body().endsWith("the consumer failed in 0 % of the redeliveries"), finding::body);
            assertEquals("orders", finding.attribute("foreshock.finding.subject"), finding::toString);
            ReceivedSpan shown = receiver.awaitSpan(span -> span.spanId().equals(finding.spanId()));
            assertEquals("process orders", shown.name(), shown::toString);
            assertEquals(2L, shown.attribute(DELIVERIES), shown::toString);
            assertEquals("requeue", shown.attribute(SETTLEMENT), shown::toString);
            assertEquals("done", calls.perform("cure"));
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void lets_no_content_out(String version) throws Exception {
        try (ForkedJvm broker = broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, broker.awaitReady())
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            calls.made("secrets", 3);
            calls.made("fail", 3);
            JvmExit exit = jvm.finish();
            for (String secret : List.of("canary", "example.com", "guest")) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void changes_nothing_that_the_application_sees(String version) throws Exception {
        try (ForkedJvm broker = broker();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            int port = broker.awaitReady();
            List<String> without = app(version, port)
                    .withoutAgent()
                    .arguments("semantics")
                    .run()
                    .assertClean()
                    .stdout();
            List<String> with = app(version, port)
                    .arguments("semantics")
                    .exportTo(receiver)
                    .run()
                    .assertClean()
                    .stdout();
            assertEquals(without, with);
            assertTrue(
                    without.get(0).startsWith("one false text/plain 1 3 correlation {kind=order}; "),
                    without::toString);
            assertTrue(without.get(0).endsWith("left 0"), without::toString);
            assertFalse(receiver.spans().isEmpty());
        }
    }
}
