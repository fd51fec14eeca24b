// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a container of Spring Kafka hands to a listener is a unit of work, and its polls are none. */
class SpringKafkaTest {
    static Stream<String> versions() {
        return Stream.of("floor", "3.3", "latest").filter(version -> Libraries.has("spring-kafka", version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void is_a_unit_of_work_for_each_delivery(String version) throws Exception {
        try (KafkaServer server = KafkaServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("spring-kafka", version, "SpringKafkaApp")
                        .jvm()
                        .arguments(Integer.toString(server.port()))
                        .exportTo(receiver)
                        .start()) {
            KafkaCases cases = new KafkaCases(jvm.awaitReady(), receiver);

            assertEquals("done", cases.perform("records"));
            List<ReceivedSpan> sent = cases.spans("PRODUCER", 2);
            List<ReceivedSpan> received = cases.spans("CONSUMER", 2);
            List<ReceivedSpan> inserts = cases.spans("CLIENT", 2);
            for (int i = 0; i < 2; i++) {
                ReceivedSpan consumed = received.get(i);
                assertTrue(consumed.isChildOf(sent.get(i)), consumed::toString);
                assertTrue(inserts.get(i).isChildOf(consumed), consumed::toString);
                assertEquals("process records-mails", consumed.name());
                assertEquals("mailing", consumed.attribute("messaging.consumer.group.name"));
                assertEquals((long) i, consumed.attribute("messaging.kafka.offset"));
                assertEquals((long) server.port(), consumed.attribute("server.port"));
                assertNull(consumed.attribute("foreshock.message.delivery_count"), consumed::toString);
                assertNull(consumed.attribute("error.type"), consumed::toString);
            }

            assertEquals("done", cases.perform("batch"));
            ReceivedSpan batch = cases.batch();
            assertTrue(batch.isRoot(), batch::toString);
            assertEquals(3L, batch.attribute("messaging.batch.message_count"));
            assertEquals(
                    cases.spans("PRODUCER", 3).stream()
                            .map(ReceivedSpan::spanId)
                            .toList(),
                    batch.links().stream().map(ReceivedSpan.Link::spanId).toList());
            receiver.awaitSpan(span -> span.kind().equals("CLIENT") && span.isChildOf(batch));

            assertEquals("done", cases.perform("manual"));
            ReceivedSpan manual = cases.one("CONSUMER");
            assertEquals("ack", manual.attribute("foreshock.message.settlement"), manual::toString);

            assertEquals("done", cases.perform("failing"));
            List<ReceivedSpan> attempts = cases.spans("CONSUMER", 3);
            List<ReceivedSpan> producers = cases.spans("PRODUCER", 2);
            for (int i = 0; i < 3; i++) {
                ReceivedSpan attempt = attempts.get(i);
                assertTrue(attempt.isChildOf(producers.get(0)), attempt::toString);
                assertEquals("java.lang.IllegalStateException", attempt.attribute("error.type"), attempt::toString);
                assertEquals("ERROR", attempt.statusCode());
                assertEquals(
                        i == 0 ? null : (Long) (i + 1L),
                        attempt.attribute("foreshock.message.delivery_count"),
                        attempt::toString);
            }
            ReceivedSpan dead = producers.get(1);
            assertEquals("send failing-mails-dead", dead.name());
            assertTrue(dead.isChildOf(attempts.get(2)), dead::toString);

            jvm.finish().assertClean();
            List<ReceivedSpan> all = receiver.spans(span -> span.kind().equals("CONSUMER"));
            assertEquals(7, all.size(), all::toString);
        }
    }
}
