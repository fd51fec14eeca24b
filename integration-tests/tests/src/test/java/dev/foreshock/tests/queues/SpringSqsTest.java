// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static dev.foreshock.tests.queues.QueueCalls.assertChild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a container of Spring Cloud AWS does, one message is consumed once. */
class SpringSqsTest {
    private static final String SETTLEMENT = "foreshock.message.settlement";

    static Stream<String> versions() {
        return Stream.of("floor", "3.4", "latest").filter(version -> Libraries.has("spring-cloud-aws-sqs", version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void records_each_message_once(String version) throws Exception {
        try (ForkedJvm server = SqsTest.server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("spring-cloud-aws-sqs", version, "SpringSqsApp", "QueueApp")
                        .jvm()
                        .expectStderr("^SLF4J")
                        .arguments(Integer.toString(server.awaitReady()))
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            for (String listener : List.of("annotated", "later", "direct")) {
                ReceivedSpan consumed = consumed(calls, receiver, listener, listener);
                QueueCalls.assertLocal(consumed);
                assertEquals("aws_sqs", consumed.attribute("messaging.system"), consumed::toString);
                assertNull(consumed.attribute("error.type"), consumed::toString);
                assertChild(traced(calls, receiver, "PRODUCER", "send followed"), consumed);
            }
            for (String listener : List.of("annotated", "later", "direct")) {
                ReceivedSpan failed = consumed(calls, receiver, "fail-" + listener, listener);
                assertEquals("ERROR", failed.statusCode(), failed::toString);
                assertEquals("java.lang.IllegalStateException", failed.attribute("error.type"), failed::toString);
            }
            ReceivedSpan manual = consumed(calls, receiver, "manual", "manual");
            assertEquals("ack", manual.attribute(SETTLEMENT), manual::toString);

            assertEquals("done", calls.perform("batch"));
            ReceivedSpan sent = traced(calls, receiver, "PRODUCER", "send batched");
            assertEquals(2L, sent.attribute("messaging.batch.message_count"), sent::toString);
            ReceivedSpan batch = receiver.awaitSpan(span -> span.name().equals("process batched"));
            assertEquals(2L, batch.attribute("messaging.batch.message_count"), batch::toString);
            assertEquals(
                    List.of(sent.spanId(), sent.spanId()),
                    batch.links().stream().map(ReceivedSpan.Link::spanId).toList());
            jvm.finish().assertClean();
            assertEquals(
                    8,
                    receiver.spans().stream()
                            .filter(span -> span.kind().equals("CONSUMER"))
                            .count(),
                    receiver::describe);
            assertFalse(receiver.sawText("canary"), receiver::describe);
        }
    }

    private static ReceivedSpan consumed(QueueCalls calls, OtlpReceiver receiver, String name, String queue)
            throws Exception {
        assertEquals("done", calls.perform(name), name);
        ReceivedSpan sent = traced(calls, receiver, "PRODUCER", "send " + queue);
        ReceivedSpan consumed = traced(calls, receiver, "CONSUMER", "process " + queue);
        assertChild(consumed, sent);
        return consumed;
    }

    private static ReceivedSpan traced(QueueCalls calls, OtlpReceiver receiver, String kind, String name) {
        return receiver.awaitSpan(span -> span.traceId().equals(calls.trace())
                && span.kind().equals(kind)
                && span.name().equals(name));
    }
}
