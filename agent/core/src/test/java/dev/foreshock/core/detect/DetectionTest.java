// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static dev.foreshock.core.detect.Recorded.ITEMS;
import static dev.foreshock.core.detect.Recorded.MS;
import static dev.foreshock.core.detect.Recorded.ORDERS;
import static dev.foreshock.core.detect.Recorded.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.core.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import shop.Shop;

class DetectionTest {
    private final Given given = new Given();

    private Detection detection() {
        return new Detection(given.settings(), given, given);
    }

    /** Two requests with an N+1 each, recorded as the recorder does. */
    private void serve(Detection detection, int times) {
        for (int i = 0; i < times; i++) {
            Recorded recorded = request().query(ORDERS, 20);
            new Shop(id -> {
                        recorded.query(ITEMS);
                        detection.called(
                                recorded.unit,
                                recorded.group(),
                                recorded.group().count());
                    })
                    .loop(20);
            detection.unitEnded(recorded.end());
        }
    }

    @Test
    void names_the_line_of_code_and_the_fix() {
        serve(detection(), 2);
        assertEquals(1, given.announced.size());
        String line = given.lines.get(0);
        assertTrue(line.startsWith("n_plus_one (warning): GET /orders ran the same SELECT on item 20 times"), line);
        assertTrue(line.contains(", from OrderRepository.java:"), line);
        assertTrue(line.contains("findAllById"), line);
    }

    @Test
    void types_and_detectors_may_be_turned_off() {
        given.set("FORESHOCK_DETECTORS_DISABLED", "n_plus_one");
        serve(detection(), 5);
        assertEquals(List.of(), given.announced);

        given.variables.clear();
        given.set("FORESHOCK_DETECTORS_DISABLED", "repeated_calls,query_budget");
        serve(detection(), 5);
        assertEquals(List.of(), given.announced);

        given.variables.clear();
        given.set("FORESHOCK_DETECTORS_ENABLED", "slow_statement");
        serve(detection(), 5);
        assertEquals(List.of(), given.announced);

        given.set("FORESHOCK_DETECTORS_ENABLED", "slow_statement,n_plus_one");
        serve(detection(), 5);
        assertEquals(1, given.announced.size());
    }

    @Test
    void an_unknown_detector_is_named() {
        given.set("FORESHOCK_DETECTORS_DISABLED", "n_plus_1");
        detection().second();
        assertTrue(
                given.lines.get(0).startsWith("No detector is called n_plus_1; there are n_plus_one, "),
                given.lines.get(0));
    }

    @Test
    void statements_routes_and_places_may_be_ignored() {
        for (String[] ignored : new String[][] {
            {"FORESHOCK_IGNORE_FINGERPRINTS", "SELECT name FROM item *"},
            {"FORESHOCK_IGNORE_ROUTES", "/orders"},
            {"FORESHOCK_IGNORE_ROUTES", "GET /ord*"},
            {"FORESHOCK_IGNORE_CALLSITES", "shop.*"},
            {"FORESHOCK_IGNORE_CALLSITES", "OrderRepository.java:*"},
        }) {
            given.variables.clear();
            given.set(ignored[0], ignored[1]);
            serve(detection(), 5);
            assertEquals(List.of(), given.announced, ignored[1]);
        }
        given.set("FORESHOCK_IGNORE_CALLSITES", "OrderService.java:*");
        serve(detection(), 5);
        assertEquals(1, given.announced.size());
    }

    @Test
    void a_healthy_unit_costs_no_allocation() {
        Detection detection = detection();
        Recorded recorded = request().query(ORDERS, 20).query(ITEMS, 1, 2 * MS).query(ITEMS, 1, MS);
        for (int i = 0; i < 4; i++) {
            recorded.query(Recorded.read(300 + i, "select", "table" + i)).query(Recorded.CUSTOMERS);
        }
        LocalTrace unit = recorded.idle(900 * MS).end();
        given.set("FORESHOCK_QUERY_ADVICE", "0");
        Detection quiet = detection();
        long bytes = Allocation.of(20_000, () -> quiet.unitEnded(unit));
        assertTrue(bytes < 20_000, () -> bytes + " bytes in 20,000 units");
        detection.unitEnded(unit);
        assertEquals(List.of(), given.lines);
    }

    @Test
    void a_unit_without_calls_builds_nothing() {
        long bytes = Allocation.of(20_000, new Runnable() {
            private final Detection detection = detection();
            private final LocalTrace unit = request().end();

            @Override
            public void run() {
                detection.unitEnded(unit);
            }
        });
        assertTrue(bytes < 20_000, () -> bytes + " bytes in 20,000 units");
    }

    @Test
    void a_unit_that_has_ended_is_not_looked_at_any_more() {
        Detection detection = detection();
        Recorded recorded = request().query(ORDERS, 50);
        for (int i = 0; i < 50; i++) {
            recorded.query(ITEMS, 1, 100 * MS);
        }
        given.nowNanos = recorded.nowNanos();
        recorded.end();
        detection.counted(recorded.unit, recorded.group(), 50);
        assertEquals(List.of(), recorded.unit.findings());
    }

    @Test
    void the_guard_is_free_after_a_look_at_a_unit_under_way() {
        Detection detection = detection();
        Recorded recorded = request().query(ORDERS, 50);
        for (int i = 0; i < 50; i++) {
            recorded.query(ITEMS, 1, 100 * MS);
        }
        given.nowNanos = recorded.nowNanos();
        detection.counted(recorded.unit, recorded.group(), 50);
        assertEquals(1, recorded.unit.findings().size());
        assertEquals(1, given.announced.size());
        recorded.unit.lock();
        recorded.unit.unlock();
    }

    @Test
    void findings_resolve_by_the_turns_of_the_clock() {
        Detection detection = detection();
        serve(detection, 2);
        given.nowNanos += 31 * Given.MINUTE;
        for (int i = 0; i < 10; i++) {
            detection.second();
        }
        assertEquals(2, given.announced.size());
    }

    @Test
    void a_task_that_throws_runs_again_and_stops_no_other() {
        Detection detection = detection();
        AtomicInteger failing = new AtomicInteger();
        AtomicInteger going = new AtomicInteger();
        detection.everySecond(() -> {
            failing.incrementAndGet();
            throw new IllegalStateException("on purpose");
        });
        detection.everySecond(going::incrementAndGet);
        detection.second();
        detection.second();
        assertEquals(2, failing.get());
        assertEquals(2, going.get());
    }

    @Test
    void the_clock_is_one_daemon_of_the_agents_own() throws InterruptedException {
        Detection detection = detection();
        CountDownLatch ticked = new CountDownLatch(2);
        Set<Thread> clocks = ConcurrentHashMap.newKeySet();
        detection.everySecond(() -> {
            clocks.add(Thread.currentThread());
            ticked.countDown();
        });
        detection.start();
        detection.start();
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
        assertEquals(1, clocks.size());
        Thread clock = clocks.iterator().next();
        assertEquals("foreshock-clock", clock.getName());
        assertTrue(clock.isDaemon());
    }

    @Test
    void settings_are_documented_once() {
        Set<String> names = new HashSet<>();
        for (Setting<?> setting : DetectionSettings.ALL) {
            assertTrue(names.add(setting.name()), setting.name());
            assertTrue(setting.name().startsWith("FORESHOCK_"), setting.name());
            assertFalse(setting.meaning().isBlank(), setting.name());
        }
    }

    @Test
    void every_type_of_finding_is_documented() throws IOException {
        String page = Files.readString(Path.of("../../docs/findings.md"));
        for (String type : FindingType.ALL) {
            assertTrue(page.contains("`" + type + "`"), type);
        }
    }
}
