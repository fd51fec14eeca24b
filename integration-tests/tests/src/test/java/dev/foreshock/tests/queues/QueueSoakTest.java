// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import dev.foreshock.tests.LiveHeap;
import dev.foreshock.tests.kafka.KafkaServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends, consumes, fails and tries again for a long time: what is alive in the heap stays what it was, and the threads that consumed
 * it all carry nothing of it. Runs with the profile {@code soak} alone; {@code foreshock.soak.minutes} says for how long each.
 */
@Tag("soak")
class QueueSoakTest {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("foreshock.soak.minutes", 30));

    /** Of what is alive, this much may have come since a fifth of the time: compiled code's metadata, tables that fill up. */
    private static final double GROWTH = 1.10;

    @Test
    void of_rabbitmq() throws Exception {
        try (ForkedJvm broker = RabbitTest.broker()) {
            soak("rabbitmq", app("rabbitmq", broker.awaitReady(), "RabbitApp", "QueueApp"), "plain", "requeue", "poll");
        }
    }

    @Test
    void of_jms() throws Exception {
        JmsTest.Provider artemis = JmsTest.Provider.artemis("latest");
        try (ForkedJvm broker = artemis.broker()) {
            soak("artemis", artemis.jvm(broker.awaitReady()), "plain", "requeue", "fail", "poll");
        }
    }

    @Test
    void of_kafka() throws Exception {
        try (KafkaServer server = KafkaServer.start()) {
            JvmBuilder app = app("kafka-clients", server.port(), "KafkaApp", "KafkaSemantics")
                    .arguments("1", "a");
            soak("kafka", app, "soak-within-a", "soak-outside-b", "callback");
        }
    }

    private static JvmBuilder app(String library, int port, String... sources) throws Exception {
        return LibraryApp.of(library, "latest", sources).jvm().arguments(Integer.toString(port));
    }

    private static void soak(String name, JvmBuilder app, String... cases) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app.flags("-Xmx64m")
                        .timeout(LENGTH.plusMinutes(10))
                        .expectStderr("^\\[foreshock] WARN [a-z_]+ \\(")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            String last = cases[cases.length - 1];
            calls.perform(last);
            int usual = settled(calls, receiver);
            long begin = System.nanoTime();
            long early = 0;
            long rounds = 0;
            while (System.nanoTime() - begin < LENGTH.toNanos()) {
                for (String one : cases) {
                    String answer = calls.perform(one);
                    assertTrue(answer.matches("done|\\d+( null)?"), () -> one + ": " + answer);
                }
                if (++rounds % 100 == 0) {
                    receiver.clear();
                }
                if (early == 0 && System.nanoTime() - begin > LENGTH.toNanos() / 5) {
                    early = LiveHeap.bytes(jvm);
                }
            }
            long late = LiveHeap.bytes(jvm);
            calls.perform(last);
            assertEquals(usual, settled(calls, receiver), "spans of " + last);
            System.out.printf(
                    "%s: %d rounds in %s, %d kB alive, then %d kB%n", name, rounds, LENGTH, early / 1024, late / 1024);
            assertTrue(late < early * GROWTH, name + ": " + early + " bytes were alive, then " + late);
            jvm.finish().assertClean();
        }
    }

    /** How many spans the last case has left in its trace: the next one has been exported when they have. */
    private static int settled(QueueCalls calls, OtlpReceiver receiver) throws Exception {
        String trace = calls.trace();
        receiver.awaitSpan(span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
        receiver.awaitSpan(span -> span.traceId().equals(trace) && !span.kind().equals("SERVER"));
        calls.perform("plain");
        String next = calls.trace();
        receiver.awaitSpan(span -> span.traceId().equals(next) && span.kind().equals("SERVER"));
        List<ReceivedSpan> spans = receiver.spans(span -> span.traceId().equals(trace));
        return spans.size();
    }
}
