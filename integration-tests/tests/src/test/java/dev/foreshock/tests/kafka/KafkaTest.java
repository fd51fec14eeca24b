// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.kafka;

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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every version of Kafka's clients. */
class KafkaTest {
    private static final String ERRORS = "org.apache.kafka.common.errors.";

    private static KafkaServer server;
    private static int closed;

    /** Topics are made anew for each run: this is the end of their names. */
    private static char run = 'a' - 1;

    static Stream<String> versions() {
        return Stream.of("floor", "3.4", "latest").filter(version -> Libraries.has("kafka-clients", version));
    }

    @BeforeAll
    static void start() throws Exception {
        server = KafkaServer.start();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static JvmBuilder app(String version) throws Exception {
        return LibraryApp.of("kafka-clients", version, "KafkaApp", "KafkaSemantics")
                .jvm()
                .arguments(Integer.toString(server.port()), Integer.toString(closed), Character.toString(++run));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void follows_a_record_from_the_request_to_the_database(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version).exportTo(receiver).start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);

            String topic = "one-events-" + run;
            assertEquals("canary-value 0 traceparent;", cases.perform("one"));
            ReceivedSpan sent = cases.one("PRODUCER");
            assertTrue(sent.isChildOf(cases.request()), sent::toString);
            assertEquals("send " + topic, sent.name());
            assertEquals("kafka", sent.attribute("messaging.system"));
            assertEquals("send", sent.attribute("messaging.operation.name"));
            assertEquals("send", sent.attribute("messaging.operation.type"));
            assertEquals(topic, sent.attribute("messaging.destination.name"));
            assertEquals("0", sent.attribute("messaging.destination.partition.id"));
            assertTrue(sent.attribute("messaging.kafka.offset") instanceof Long, sent::toString);
            assertEquals("127.0.0.1", sent.attribute("server.address"));
            assertEquals((long) server.port(), sent.attribute("server.port"));
            assertNull(sent.attribute("error.type"));

            ReceivedSpan consumed = cases.one("CONSUMER");
            assertTrue(consumed.isChildOf(sent), consumed::toString);
            assertEquals("process " + topic, consumed.name());
            assertEquals("kafka", consumed.attribute("messaging.system"));
            assertEquals("process", consumed.attribute("messaging.operation.type"));
            assertEquals(topic, consumed.attribute("messaging.destination.name"));
            assertEquals("0", consumed.attribute("messaging.destination.partition.id"));
            assertEquals(sent.attribute("messaging.kafka.offset"), consumed.attribute("messaging.kafka.offset"));
            assertEquals("shipping", consumed.attribute("messaging.consumer.group.name"));
            assertEquals("127.0.0.1", consumed.attribute("server.address"));
            assertTrue(consumed.attribute("foreshock.message.age") instanceof Double, consumed::toString);
            assertEquals(0L, consumed.attribute("foreshock.message.lag"), consumed::toString);
            assertEquals("ack", consumed.attribute("foreshock.message.settlement"), consumed::toString);
            ReceivedSpan idle = receiver.awaitSpan(span -> span.name().startsWith("DELETE"));
            assertNotEquals(cases.trace(), idle.traceId(), "the unit ends with the next poll");
            assertTrue(cases.one("CLIENT").isChildOf(consumed));

            receiver.awaitMetric(metric -> metric.name().equals("messaging.client.operation.duration")
                    && metric.hasPoint(point -> topic.equals(point.attribute("messaging.destination.name"))));
            receiver.awaitMetric(metric -> metric.name().equals("messaging.process.duration")
                    && metric.hasPoint(point -> topic.equals(point.attribute("messaging.destination.name"))));
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void links_a_batch_to_every_producer(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version).exportTo(receiver).start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);

            cases.perform("several");
            ReceivedSpan batch = cases.batch();
            assertTrue(batch.isRoot(), batch::toString);
            assertNotEquals(cases.trace(), batch.traceId());
            assertEquals(3L, batch.attribute("messaging.batch.message_count"));
            assertEquals("0", batch.attribute("messaging.destination.partition.id"));
            assertNull(batch.attribute("foreshock.message.settlement"));
            assertEquals(spanIds(cases.spans("PRODUCER", 3)), linked(batch));
            receiver.awaitSpan(span -> span.kind().equals("CLIENT") && span.isChildOf(batch));

            assertEquals("value traceparent;value traceparent;", cases.perform("again"));
            assertEquals(spanIds(cases.spans("PRODUCER", 2)), linked(cases.batch()));

            assertEquals("value traceparent;", cases.perform("traced"));
            ReceivedSpan other = receiver.awaitSpan(span ->
                    span.kind().equals("CONSUMER") && span.traceId().equals("aaaabbbbccccddddeeeeffff00001111"));
            assertEquals("1234567890abcdef", other.parentSpanId());
            assertEquals(1, cases.spans("PRODUCER", 1).size());

            assertEquals("done", cases.perform("lag"));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.messaging.lag")
                    && metric.hasPoint(point -> "slow".equals(point.attribute("messaging.consumer.group.name"))
                            && ("lag-events-" + run).equals(point.attribute("messaging.destination.name"))
                            && point.value() == 5));
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_consumer_within_a_loop_is_part_of_it(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version).exportTo(receiver).start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);

            assertEquals("done", cases.perform("asking"));
            ReceivedSpan asking = receiver.awaitSpan(span -> span.name().equals("process asking-events-" + run));
            assertEquals(2L, asking.attribute("messaging.batch.message_count"), asking::toString);
            assertEquals("ack", asking.attribute("foreshock.message.settlement"), asking::toString);
            receiver.awaitSpan(span -> span.kind().equals("CLIENT") && span.isChildOf(asking));

            assertEquals("done", cases.perform("lazy"));
            ReceivedSpan lazy = receiver.awaitSpan(span -> span.name().equals("process lazy-events-" + run));
            assertNull(lazy.attribute("foreshock.message.settlement"), "the other consumer's offsets are not its own");
            assertEquals(List.of(), receiver.spans(span -> span.name().startsWith("process replies-")));

            assertEquals("done", cases.perform("turns"));
            for (String topic : List.of("turns-events-" + run, "other-turns-events-" + run)) {
                ReceivedSpan turn = receiver.awaitSpan(span -> span.name().equals("process " + topic));
                ReceivedSpan statement =
                        receiver.awaitSpan(span -> span.kind().equals("CLIENT") && span.isChildOf(turn));
                assertEquals(turn.traceId(), statement.traceId());
            }
            jvm.finish().assertClean();
        }
    }

    private static List<String> spanIds(List<ReceivedSpan> spans) {
        return spans.stream().map(ReceivedSpan::spanId).toList();
    }

    private static List<String> linked(ReceivedSpan batch) {
        return batch.links().stream().map(ReceivedSpan.Link::spanId).toList();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void ends_with_the_answer_and_fails_with_the_exception(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version).exportTo(receiver).start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);

            assertTrue(cases.perform("callback").endsWith(" null"));
            assertTrue(cases.one("CLIENT").isChildOf(cases.request()));
            assertTrue(cases.one("PRODUCER").isChildOf(cases.request()));

            assertEquals("RecordTooLargeException RecordTooLargeException", cases.perform("large"));
            assertFailed(cases, ERRORS + "RecordTooLargeException");
            assertEquals("not this one", cases.perform("unserializable"));
            assertFailed(cases, "java.lang.IllegalArgumentException");
            assertEquals("TimeoutException", cases.perform("unreachable"));
            assertFailed(cases, ERRORS + "TimeoutException");
            assertEquals((long) closed, cases.one("PRODUCER").attribute("server.port"));

            assertEquals("done", cases.perform("transaction"));
            for (ReceivedSpan sent : cases.spans("PRODUCER", 2)) {
                assertNull(sent.attribute("error.type"), sent::toString);
            }
            jvm.finish().assertClean();
        }
    }

    private static void assertFailed(KafkaCases cases, String type) {
        ReceivedSpan span = cases.one("PRODUCER");
        assertEquals(type, span.attribute("error.type"), span::toString);
        assertEquals("ERROR", span.statusCode());
        assertTrue(span.isChildOf(cases.request()), span::toString);
        assertNull(span.attribute("messaging.kafka.offset"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void changes_nothing_that_an_application_sees(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm with = app(version).exportTo(receiver).start();
                ForkedJvm without = app(version).withoutAgent().start()) {
            String expected = new KafkaCases(without.awaitReady(), receiver).perform("semantics");
            String seen = new KafkaCases(with.awaitReady(), receiver).perform("semantics");
            assertTrue(expected.contains("read 0 key 6 value 6"), expected);
            assertEquals(expected, seen);
            without.finish().assertClean();
            with.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void lets_no_key_value_or_header_out(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version)
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);
            assertEquals("done", cases.perform("secrets"));
            assertEquals("not this one", cases.perform("unserializable"));
            cases.one("PRODUCER");
            JvmExit exit = jvm.finish();
            assertFalse(receiver.sawText("canary"), receiver::describe);
            assertFalse(String.join("\n", exit.stderr()).contains("canary"), exit::describe);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void keeps_nothing_of_many_records(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version)
                        .flags("-Xmx64m")
                        .expectStderr("^\\[foreshock] WARN [a-z_]+ \\(")
                        .exportTo(receiver)
                        .start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);
            for (int round = 0; round < 5; round++) {
                // A poll within a request belongs to that one.
                assertEquals("2000", cases.perform("soak-within-" + (char) ('a' + round)));
                cases.request();
                assertEquals(List.of(), receiver.spans(span -> span.name().startsWith("process soak-within")));
                receiver.clear();
                assertEquals("2000", cases.perform("soak-outside-" + (char) ('a' + round)));
                ReceivedSpan batch = receiver.awaitSpan(span -> span.kind().equals("CONSUMER"));
                assertTrue(batch.isRoot(), batch::toString);
                cases.request();
                assertEquals(List.of(), cases.spans("PRODUCER", 0));
                receiver.clear();
            }
            cases.perform("callback");
            assertTrue(cases.one("CLIENT").isChildOf(cases.request()));
            jvm.finish().assertClean();
        }
    }
}
