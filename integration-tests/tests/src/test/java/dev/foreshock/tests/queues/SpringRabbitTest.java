// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static dev.foreshock.tests.queues.QueueCalls.all;
import static dev.foreshock.tests.queues.QueueCalls.assertChild;
import static dev.foreshock.tests.queues.QueueCalls.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a container of Spring AMQP does, one message is consumed once. */
class SpringRabbitTest {
    static Stream<String> versions() {
        return Stream.of("floor", "3.2", "latest").filter(version -> Libraries.has("spring-rabbit", version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void records_each_message_once(String version) throws Exception {
        try (ForkedJvm broker = RabbitTest.broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("spring-rabbit", version, "SpringRabbitApp", "QueueApp")
                        .jvm()
                        .expectStderr("^SLF4J")
                        .arguments(Integer.toString(broker.awaitReady()))
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            for (String container : List.of("annotated", "simple", "direct")) {
                List<ReceivedSpan> spans = calls.made(container, 4);
                ReceivedSpan sent = only(spans, "PRODUCER", "send " + container);
                assertChild(sent, spans.get(0));
                ReceivedSpan consumed = only(spans, "CONSUMER", "process " + container);
                assertChild(consumed, sent);
                QueueCalls.assertLocal(consumed);
                assertChild(only(spans, "PRODUCER", "send followed"), consumed);
            }
            for (String container : List.of("simple", "direct")) {
                ReceivedSpan failed = only(calls.made("fail-" + container, 3), "CONSUMER", "process " + container);
                assertEquals("ERROR", failed.statusCode(), failed::toString);
                assertEquals(
                        "org.springframework.amqp.AmqpRejectAndDontRequeueException",
                        failed.attribute("error.type"),
                        failed::toString);
            }
            List<ReceivedSpan> sent = all(calls.made("batch", 4), "PRODUCER", "send batched");
            ReceivedSpan batch = receiver.awaitSpan(span -> span.name().equals("process batched"));
            assertEquals(3L, batch.attribute("messaging.batch.message_count"), batch::toString);
            assertEquals(
                    sent.stream().map(ReceivedSpan::spanId).toList(),
                    batch.links().stream().map(ReceivedSpan.Link::spanId).toList());
            calls.made("manual", 4);
            List<ReceivedSpan> manual = receiver
                    .awaitSpans(2, span -> span.name().equals("process manual"))
                    .stream()
                    .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                    .toList();
            assertEquals("requeue", manual.get(0).attribute("foreshock.message.settlement"), manual::toString);
            assertNull(manual.get(0).attribute("foreshock.message.delivery_count"), manual::toString);
            assertEquals("ack", manual.get(1).attribute("foreshock.message.settlement"), manual::toString);
            assertEquals(2L, manual.get(1).attribute("foreshock.message.delivery_count"), manual::toString);
            List<ReceivedSpan> pulled = calls.made("pull", 7);
            assertEquals(2, all(pulled, "CONSUMER", "process pulled").size(), pulled::toString);
            assertFalse(receiver.sawText("canary"), receiver::describe);
            jvm.finish().assertClean();
        }
    }
}
