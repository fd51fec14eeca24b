// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.Answer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * A backend that takes requests and never answers, and queues that are full: no thread of the application stands still for the agent,
 * at no lock and for nothing else. The JVM counts that; how long a job takes meanwhile is printed, since times depend on the machine.
 */
class StalledBackendTest {
    private static final int WARM_UP = 3_000;
    private static final int JOBS = 10_000;

    @Test
    void no_thread_of_the_application_ever_waits() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(Conveyor.class)
                        .library("spring-context", "latest")
                        .library("h2", "latest")
                        .exportTo(receiver)
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                        .environment("OTEL_BSP_MAX_QUEUE_SIZE", "64")
                        .environment("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "32")
                        .environment("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "500")
                        .expectStderr("^\\[foreshock] ")
                        .start()) {
            jvm.awaitReady();
            run(jvm, 1, WARM_UP);
            receiver.awaitSpan(span -> span.name().endsWith("Conveyor.job"));
            long[] healthy = run(jvm, 2, JOBS);
            receiver.answer(Answer.hang());
            run(jvm, 3, WARM_UP);
            long[] stalled = run(jvm, 4, JOBS);
            System.out.printf(
                    "a job took %.1f us, with a stalled backend %.2f times that; p99 %.1f us, %.2f times%n",
                    healthy[2] / 1e3,
                    (double) stalled[2] / healthy[2],
                    healthy[3] / 1e3,
                    (double) stalled[3] / healthy[3]);
            assertEquals(0, stalled[0], "times that a thread was blocked: " + Arrays.toString(stalled));
            assertEquals(0, stalled[1], "times that a thread waited: " + Arrays.toString(stalled));

            jvm.awaitErrorLine(line -> line.contains("Cannot export"));
            // Told as soon as somebody listens again: the queues were full.
            receiver.answer(Answer.OK);
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.dropped")
                    && metric.hasPoint(
                            point -> "queue_full".equals(point.attribute("foreshock.reason")) && point.value() > JOBS));
            long said = jvm.stderr().stream()
                    .filter(line -> line.contains("Cannot export"))
                    .count();
            assertTrue(said == 1, () -> "said " + said + " times: " + jvm.stderr());
            jvm.finish().assertClean();
        }
    }

    /** The {@code order} counts from 1. */
    private static long[] run(ForkedJvm jvm, int order, int jobs) throws IOException {
        jvm.send(Integer.toString(jobs));
        String prefix = order + ": ";
        String line = jvm.awaitLine(answer -> answer.startsWith(prefix));
        return Arrays.stream(line.substring(prefix.length()).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
