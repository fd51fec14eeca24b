// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the packaged agent says when a database stops answering, with no sampling at all. */
class StalledDatabaseTest {
    @Test
    void a_call_that_hangs_and_a_database_that_does_not_answer_are_named_and_resolved() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(StalledDatabase.class)
                        .library("h2", "latest")
                        .exportTo(receiver)
                        .environment("OTEL_TRACES_SAMPLER", "always_off")
                        .environment("FORESHOCK_SLOW_QUERY_MS", "0")
                        .timeout(Duration.ofMinutes(3))
                        .expectStderr("[a-z_]+ \\((warning|critical)\\): ")
                        .start()) {
            receiver.deadline(Duration.ofSeconds(60));
            jvm.awaitReady();

            jvm.send("alone 1");
            ReceivedLog hanging = receiver.awaitLog(finding("hanging_call", "open"));
            assertBody(hanging, "SELECT parcel on h2database/stalled has been running for ");
            assertBody(hanging, ", in Thread caller-*");
            assertBody(hanging, "; thread caller-0 waits in a call from StalledDatabase.java:");
            assertTrue(
                    text(hanging, "foreshock.finding.details").contains("StalledDatabase.answer("), hanging::toString);
            assertEquals("dev.foreshock.tests.detect.StalledDatabase.answer", hanging.attribute("code.function.name"));
            jvm.send("release 1");
            receiver.awaitLog(finding("hanging_call", "resolved"));

            jvm.send("quick 30");
            jvm.awaitLine(line -> line.equals("quick begun"));
            long began = System.nanoTime();
            jvm.send("together 6");
            ReceivedLog stalled = receiver.awaitLog(finding("slow_dependency", "open"));
            System.out.println("named after " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertBody(stalled, "h2database/stalled does not answer: ");
            assertBody(stalled, "it holds up Thread caller-*");
            assertEquals("critical", stalled.attribute("foreshock.finding.severity"));
            assertTrue(
                    text(stalled, "foreshock.finding.details").contains("StalledDatabase.weigh("), stalled::toString);
            jvm.send("release 20");
            jvm.send("end 0");
            jvm.finish().assertClean();
            assertEquals(1, receiver.logs(finding("hanging_call", "open")).size());
        }
    }

    private static Predicate<ReceivedLog> finding(String type, String state) {
        return log -> type.equals(log.attribute("foreshock.finding.type"))
                && state.equals(log.attribute("foreshock.finding.state"));
    }

    private static void assertBody(ReceivedLog log, String part) {
        assertTrue(log.body().contains(part), log::toString);
    }

    private static String text(ReceivedLog log, String attribute) {
        return String.valueOf(log.attribute(attribute));
    }
}
