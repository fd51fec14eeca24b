// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.Announcement;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What detection keeps of an application that never calls the same thing twice. */
class DetectionMemoryTest {
    private static final int DIFFERENT = 100_000;
    private static final int MB = 1 << 20;

    /** Keeps nothing but the count of what was given up. */
    private static final class Nowhere extends Time implements Outlet {
        private final Map<String, Long> dropped = new TreeMap<>();
        private long opened;
        private long nowNanos = 1;

        @Override
        long nanos() {
            return nowNanos;
        }

        @Override
        public void announce(Announcement announcement) {}

        @Override
        public void found(String type, Severity severity) {
            opened++;
        }

        @Override
        public void open(String type, Severity severity, int change) {}

        @Override
        public void wasted(String type, long nanos) {}

        @Override
        public void retried(String dependency, long count) {}

        @Override
        public void coldStart(String kind, long nanos) {}

        @Override
        public void dropped(String reason, long count) {
            dropped.merge(reason, count, Long::sum);
        }

        @Override
        public void line(String text) {}
    }

    private final Nowhere nowhere = new Nowhere();
    private long ids = 1;

    private Detection detection(int memoryKb) {
        Map<String, String> variables = Map.of(
                "FORESHOCK_DETECT_MAX_MEMORY_KB", Integer.toString(memoryKb),
                "FORESHOCK_NPLUSONE_CONFIRM", "1",
                "FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0",
                "FORESHOCK_SLOW_QUERY_MS", "5",
                "FORESHOCK_WARMUP_SECONDS", "0");
        Settings settings = Settings.of(variables::get, name -> null, complaint -> {
            throw new AssertionError(complaint);
        });
        return new Detection(settings, nowhere, nowhere);
    }

    /** A request of a route, a statement and a host of its own: a loop, a failure, a retry, a slow statement. */
    private void request(Detection detection, int i) {
        nowhere.nowNanos += Clock.SECOND / 100;
        LocalTrace unit = new LocalTrace(1, ++ids, 0, true, null, null, Kind.REQUEST, ++ids, nowhere.nowNanos, 0);
        unit.method("GET");
        unit.route("/tenant" + i + "/orders");
        Shape statement = Recorded.read(i + 1, "select name from item_" + i + " where order_id = ?", "item_" + i);
        Target database = new Target("postgresql", "db" + i + ".example.com", 5432, "shop");
        for (int call = 0; call < 12; call++) {
            Operation operation = call(unit, Kind.DATABASE, statement, database, call);
            end(detection, operation, 1);
            if (call == 2) {
                detection.called(unit, operation.group(), 3);
            }
        }
        Shape url = new Shape(-i, "GET host" + i + "/quotes", "GET", "GET", List.of(), 0, 0, Shape.READS);
        Target service = new Target("http", "host" + i + ".example.com", 443, null);
        Operation first = call(unit, Kind.HTTP, url, service, 1);
        first.fail("503", Outcome.REMOTE_ERROR);
        first.status(503);
        end(detection, first, 1);
        end(detection, call(unit, Kind.HTTP, url, service, 1), 1);
        Shape slow = Recorded.shape(i, "select total from report_" + i, "report_" + i, Shape.READS);
        end(detection, call(unit, Kind.DATABASE, slow, database, 1), 6);
        unit.root().close(nowhere.nowNanos);
        unit.freeze();
        detection.unitEnded(unit);
    }

    private Operation call(LocalTrace unit, Kind kind, Shape shape, Target target, long key) {
        Operation operation = new Operation(unit, unit.root(), kind, ++ids, nowhere.nowNanos);
        operation.shape(shape);
        operation.target(target);
        operation.parameterHash(key);
        return operation;
    }

    private void end(Detection detection, Operation operation, long millis) {
        nowhere.nowNanos += millis * Traffic.MS;
        operation.close(nowhere.nowNanos);
        operation.unit().add(operation, true);
        detection.ended(operation);
    }

    private long retainedBy(int memoryKb, int different) throws InterruptedException {
        Detection detection = detection(memoryKb);
        detection.second();
        long before = used();
        long seconds = nowhere.nowNanos / Clock.SECOND;
        for (int i = 0; i < different; i++) {
            request(detection, i);
            for (; seconds < nowhere.nowNanos / Clock.SECOND; seconds++) {
                detection.second();
            }
        }
        long retained = used() - before;
        Reference.reachabilityFence(detection);
        System.out.println(memoryKb + " kB allowed, " + retained / 1024 + " kB retained, opened " + nowhere.opened
                + ", dropped " + nowhere.dropped);
        return retained;
    }

    /** After a collection that is known to have been complete: what comes and goes with the JVM is less than a megabyte. */
    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            collect();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        Reference<Object> marker = new WeakReference<>(new Object(), collected);
        do {
            System.gc();
        } while (collected.remove(100) != marker);
    }

    @Test
    void a_hundred_thousand_different_statements_routes_and_hosts_stay_within_the_budget() throws Exception {
        long retained = retainedBy(16_384, DIFFERENT);
        assertTrue(retained <= 16 * MB, () -> retained / 1024 + " kB");
        assertTrue(nowhere.opened >= 1_000, () -> "opened " + nowhere.opened);
        assertTrue(nowhere.dropped.getOrDefault("open_full", 0L) > 1_000, nowhere.dropped::toString);
        assertTrue(nowhere.dropped.getOrDefault("dependencies_full", 0L) > 1_000, nowhere.dropped::toString);
        assertEquals(0, nowhere.dropped.getOrDefault("detector_failed", 0L));
    }

    @Test
    void a_smaller_budget_keeps_less() throws Exception {
        long retained = retainedBy(4_096, DIFFERENT / 20);
        assertTrue(retained <= 4 * MB, () -> retained / 1024 + " kB");
    }
}
