// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.tests.LibraryApp;
import dev.foreshock.tests.LiveHeap;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Statements, routes, hosts and keys that grow without end: what is alive in the heap stays what it was once all tables were full,
 * what finds no place is counted, and nothing is said twice. Runs with the profile {@code soak} alone; {@code foreshock.soak.minutes}
 * says for how long.
 */
@Tag("soak")
class CardinalitySoakTest {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("foreshock.soak.minutes", 30));
    private static final int ROUND = 1_000;

    /** More routes than any table of the agent has places. */
    private static final int UNTIL_FULL = 4_000;

    /** Of what is alive, this much may have come since. */
    private static final double GROWTH = 1.10;

    @Test
    void memory_stays_flat_and_what_is_dropped_is_counted() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                RedisServer redis = RedisServer.start();
                ForkedJvm jvm = LibraryApp.of("jedis", "latest", "Sprawl")
                        .jvm()
                        .library("h2", "latest")
                        .arguments(Integer.toString(redis.port()))
                        .flags("-Xmx96m")
                        .timeout(LENGTH.plusMinutes(10))
                        .exportTo(receiver)
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "5000")
                        .expectStderr("^\\[foreshock] ")
                        .start()) {
            jvm.awaitReady();
            long begin = System.nanoTime();
            int requests = 0;
            while (requests < UNTIL_FULL || System.nanoTime() - begin < LENGTH.toNanos() / 5) {
                requests = round(jvm, receiver, requests);
            }
            long early = LiveHeap.bytes(jvm);
            int atEarly = requests;
            while (requests < 2 * atEarly || System.nanoTime() - begin < LENGTH.toNanos()) {
                requests = round(jvm, receiver, requests);
            }
            long late = LiveHeap.bytes(jvm);
            Set<String> dropped = dropped(receiver);
            System.out.printf(
                    "%d requests, %d kB alive after %d, then %d kB; dropped for %s%n",
                    requests, early / 1024, atEarly, late / 1024, dropped);
            assertTrue(late < early * GROWTH, early + " bytes were alive, then " + late);
            assertTrue(dropped.contains("dependencies_full"), () -> dropped.toString());
            Set<String> lines = new HashSet<>(jvm.stderr());
            assertEquals(lines.size(), jvm.stderr().size(), () -> "said twice: " + jvm.stderr());
            assertTrue(
                    receiver.metrics().stream()
                            .anyMatch(metric -> metric.hasPoint(
                                    point -> Boolean.TRUE.equals(point.attribute("otel.metric.overflow")))),
                    "one series takes what has none of its own");
            jvm.finish().assertClean();
        }
    }

    private static int round(ForkedJvm jvm, OtlpReceiver receiver, int before) throws IOException {
        int after = before + ROUND;
        receiver.clear();
        jvm.send(Integer.toString(ROUND));
        jvm.awaitLine(line -> line.equals("answered " + after));
        return after;
    }

    private static Set<String> dropped(OtlpReceiver receiver) {
        receiver.clear();
        receiver.awaitMetric(metric -> metric.name().equals("foreshock.detector.dropped"));
        Set<String> reasons = new TreeSet<>();
        for (ReceivedMetric metric : receiver.metrics()) {
            if (metric.name().equals("foreshock.detector.dropped")
                    || metric.name().equals("foreshock.dropped")) {
                metric.points().stream()
                        .filter(point -> point.value() > 0)
                        .forEach(point -> reasons.add(String.valueOf(point.attribute("foreshock.reason"))));
            }
        }
        return reasons;
    }
}
