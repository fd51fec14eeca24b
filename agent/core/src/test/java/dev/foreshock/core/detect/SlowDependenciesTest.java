// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowDependenciesTest {
    private static final String OPEN = "slow_dependency OPEN";
    private static final String RESOLVED = "slow_dependency RESOLVED";

    private final Given given = new Given();

    private Traffic traffic() {
        return new Traffic(given);
    }

    private static Load load() {
        return new Load();
    }

    /** Half an hour in which it learns what is usual: 60 ms, and 137 ms at the 95th percentile. */
    private Traffic usual(Load load) {
        Traffic traffic = traffic();
        return traffic.minutes(30, load.taking(traffic.around(60)));
    }

    private void assertSilent() {
        assertEquals(List.of(), given.lines);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_dependency_that_takes_five_times_as_long_for_three_minutes_is_named() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        quotes.taking(traffic.around(300));
        traffic.minutes(2, quotes);
        assertSilent();
        traffic.minutes(2, quotes);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.matches(
                        "http:shipping\\.example\\.com:443 has become slow: GET /quotes/\\{id} takes \\d+ ms at the 95th"
                                + " percentile, usually 1[34]\\d ms \\(median \\d+ ms, usually [56]\\d ms; 120 calls in the last minute\\);"
                                + " 100 % of the time of GET /checkout"),
                message);
        assertEquals(Severity.CRITICAL, traffic.last().finding().severity(), "more than half of the time of its units");
        assertTrue(traffic.last().spanId() != 0, "an exemplar");
    }

    @Test
    void waiting_for_a_connection_is_told_apart_from_it() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        quotes.taking(() -> 600).waiting(199);
        traffic.minutes(4, quotes);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.endsWith(
                        "; 75 % of the time of GET /checkout; beside that, 25 % is waiting for a connection of a pool"),
                message);
        assertTrue(message.contains(" (median 60"), message);
    }

    @Test
    void more_calls_than_a_client_has_connections_for_do_not_make_the_other_side_slow() {
        Load quotes = load().leasingAfter(0);
        Traffic traffic = usual(quotes);
        traffic.minutes(10, quotes.leasingAfter(900));
        assertSilent();
    }

    @Test
    void calls_that_wait_for_a_connection_are_not_answered_late_as_long_as_others_are_answered() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        for (int i = 0; i < 20; i++) {
            traffic.hang(quotes).awaitConnection();
        }
        for (int i = 0; i < 30; i++) {
            // One that has a connection is always there, slower than usual, and never for long.
            traffic.hang(quotes);
            traffic.seconds(1, quotes);
            traffic.underWay.remove(traffic.underWay.size() - 1);
        }
        assertEquals(List.of(), traffic.said().stream().filter(OPEN::equals).toList());
    }

    @Test
    void calls_that_wait_for_the_connections_of_those_that_hang_wait_for_the_dependency() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        for (int i = 0; i < 2; i++) {
            traffic.hang(quotes);
        }
        for (int i = 0; i < 8; i++) {
            traffic.hang(quotes).awaitConnection();
        }
        traffic.seconds(20);
        assertTrue(traffic.said().contains(OPEN), () -> traffic.said().toString());
    }

    @Test
    void it_is_resolved_after_five_minutes_as_before_and_found_again_later() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        traffic.minutes(5, quotes.taking(traffic.around(400)));
        traffic.minutes(4, quotes.taking(traffic.around(60)));
        assertEquals(List.of(OPEN), traffic.said());
        traffic.minutes(3, quotes);
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
        traffic.minutes(20, quotes);
        traffic.minutes(5, quotes.taking(traffic.around(400)));
        assertEquals(List.of(OPEN, RESOLVED, OPEN), traffic.said());
    }

    @Test
    void two_bad_minutes_of_five_are_not_enough_but_three_are() {
        // A minute of traffic lies in two of the clock's minutes, and is bad in both.
        Load quotes = load();
        Traffic traffic = usual(quotes);
        for (int i = 0; i < 6; i++) {
            traffic.minutes(1, quotes.taking(traffic.around(400)));
            traffic.minutes(5, quotes.taking(traffic.around(60)));
        }
        assertSilent();
        for (int i = 0; i < 3; i++) {
            traffic.minutes(1, quotes.taking(traffic.around(400)));
            traffic.minutes(1, quotes.taking(traffic.around(60)));
        }
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void the_rhythm_of_the_day_and_a_slow_rise_are_learned() {
        Load quotes = load().perMinute(60);
        Traffic traffic = traffic();
        for (int minute = 0; minute < 2 * 24 * 60; minute++) {
            double day = 1 + 0.5 * (1 - Math.cos(2 * Math.PI * minute / (24 * 60)));
            traffic.minutes(1, quotes.taking(traffic.around(80 * day * day)));
        }
        for (int minute = 0; minute < 8 * 60; minute++) {
            traffic.minutes(1, quotes.taking(traffic.around(80 * (1 + minute / 80.0))));
        }
        assertSilent();
    }

    @Test
    void single_outliers_are_nothing() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        quotes.taking(() ->
                traffic.random.nextInt(40) == 0 ? 9_000 : traffic.around(60).getAsDouble());
        traffic.minutes(60, quotes);
        assertSilent();
    }

    @Test
    void where_one_call_in_twenty_is_always_slow_the_percentile_says_nothing() {
        for (double share : new double[] {0.02, 0.04, 0.05, 0.06, 0.1}) {
            Load quotes = load();
            Traffic traffic = traffic();
            traffic.minutes(
                    12 * 60,
                    quotes.taking(() -> (traffic.random.nextDouble() < share ? 50 : 1)
                            * traffic.around(60).getAsDouble()));
            assertSilent();
        }
    }

    @Test
    void a_few_calls_a_minute_say_nothing() {
        Load quotes = load().perMinute(12);
        Traffic traffic = usual(quotes);
        traffic.minutes(60, quotes.taking(() -> traffic.random.nextInt(3) == 0 ? 2_000 : 60));
        assertSilent();
    }

    @Test
    void less_than_the_floor_is_not_slow_but_the_floor_of_caches_is_lower() {
        Load quotes = load();
        Traffic traffic = traffic();
        traffic.minutes(30, quotes.taking(traffic.around(2)));
        traffic.minutes(10, quotes.taking(traffic.around(20)));
        assertSilent();

        Load gets = load().of(Kind.CACHE, Recorded.POSTGRES, Recorded.PRICE);
        traffic.minutes(30, gets.taking(traffic.around(2)));
        traffic.minutes(10, gets.taking(traffic.around(20)));
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void pauses_of_this_process_are_no_fault_of_the_other_side() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        for (int i = 0; i < 10; i++) {
            for (int second = 0; second < 60; second++) {
                given.pausedMillis += second % 4 == 0 ? 700 : 0;
                traffic.seconds(
                        1,
                        quotes.taking(
                                () -> traffic.around(60).getAsDouble() + (traffic.random.nextInt(4) == 0 ? 700 : 0)));
            }
        }
        assertSilent();
        // The same without pauses is the other side's.
        traffic.minutes(5, quotes);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void the_few_pauses_of_a_healthy_collector_hide_nothing() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        quotes.taking(traffic.around(300));
        for (int second = 0; second < 300; second++) {
            given.pausedMillis += second % 3 == 0 ? 8 : 0;
            traffic.seconds(1, quotes);
        }
        assertEquals(List.of(OPEN), traffic.said());
    }

    /** As a young collection every second makes them. */
    private void withPauses(int millis, Traffic traffic, int minutes, Load... loads) {
        for (int second = 0; second < 60 * minutes; second++) {
            given.pausedMillis += millis;
            traffic.seconds(1, loads);
        }
    }

    @Test
    void short_pauses_every_second_keep_nothing_open() {
        Load quotes = load();
        Traffic traffic = traffic();
        withPauses(20, traffic, 30, quotes.taking(traffic.around(60)));
        withPauses(20, traffic, 5, quotes.taking(traffic.around(400)));
        assertEquals(List.of(OPEN), traffic.said());
        withPauses(20, traffic, 8, quotes.taking(traffic.around(60)));
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
    }

    @Test
    void nor_do_they_keep_it_from_learning() {
        Load quotes = load().perMinute(600);
        Traffic traffic = traffic();
        withPauses(60, traffic, 30, quotes.taking(traffic.around(60)));
        withPauses(60, traffic, 240, quotes.taking(traffic.around(120)));
        withPauses(60, traffic, 30, quotes.taking(traffic.around(250)));
        assertSilent();
        withPauses(60, traffic, 5, quotes.taking(traffic.around(900)));
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void what_usually_exceeds_the_limit_is_learned_in_spite_of_them() {
        Load quotes = load().perMinute(600);
        Traffic traffic = traffic();
        withPauses(60, traffic, 30, quotes.taking(traffic.around(60)));
        withPauses(60, traffic, 5, quotes.taking(traffic.around(300)));
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void what_waits_on_purpose_may_take_any_time() {
        Shape pop = new Shape(950, "BLPOP ?", "BLPOP", "BLPOP", List.of(), 0, 0, Shape.BLOCKING);
        Shape poll = new Shape(951, "GET /inbox/longpoll", "GET", "GET", List.of(), 0, 0, Shape.READS);
        Load pops = load().of(Kind.CACHE, Recorded.POSTGRES, pop);
        Load polls = load().of(Kind.HTTP, Traffic.SHIPPING, poll);
        Traffic traffic = traffic();
        traffic.minutes(30, pops.taking(traffic.around(5)), polls.taking(traffic.around(5)));
        for (int i = 0; i < 10; i++) {
            traffic.hang(pops);
            traffic.hang(polls);
        }
        traffic.minutes(10, pops.taking(traffic.around(20_000)), polls.taking(traffic.around(20_000)));
        assertSilent();
    }

    @Test
    void a_cold_start_is_slow_everywhere_and_is_not_what_is_usual() {
        given.set("FORESHOCK_DETECTORS_DISABLED", "cold_starts");
        Load quotes = load();
        Traffic traffic = traffic();
        traffic.minutes(2, quotes.taking(traffic.around(1_500)));
        traffic.minutes(30, quotes.taking(traffic.around(60)));
        assertSilent();
        traffic.minutes(5, quotes.taking(traffic.around(400)));
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void calls_that_this_process_refuses_are_neither_slow_nor_failures() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        Load refused = load().perMinute(600)
                .taking(() -> 3_000)
                .ending(operation -> operation.fail("BulkheadFullException", Outcome.LOCAL_REJECT));
        traffic.minutes(10, quotes, refused);
        assertSilent();
    }

    @Test
    void after_an_incident_a_slower_normal_is_learned() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        traffic.minutes(5, quotes.taking(traffic.around(400)));
        traffic.minutes(240, quotes.taking(traffic.around(110)));
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
        traffic.minutes(30, quotes.taking(traffic.around(250)));
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
    }

    @Test
    void what_has_been_slow_for_a_day_is_how_it_is() {
        Load quotes = load().perMinute(40);
        Traffic traffic = usual(quotes);
        traffic.minutes(23 * 60, quotes.taking(traffic.around(500)));
        assertEquals(OPEN, traffic.said().get(0));
        assertEquals(1, given.found.size(), "critical from the start: " + given.found);
        traffic.minutes(2 * 60, quotes);
        assertEquals(RESOLVED, traffic.said().get(traffic.said().size() - 1));
        int said = traffic.said().size();
        traffic.minutes(3 * 60, quotes);
        assertEquals(said, traffic.said().size());
    }

    @Test
    void most_calls_under_way_waiting_is_said_at_the_next_tick() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        traffic.seconds(3, quotes);
        for (int i = 0; i < 6; i++) {
            traffic.hang(quotes);
        }
        traffic.seconds(12);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.matches(
                        "http:shipping\\.example\\.com:443 does not answer: 6 of 6 calls under way wait much longer than"
                                + " usual, the oldest \\(GET /quotes/\\{id}\\) for .* s, usually [56]\\d ms; it holds up GET /checkout;"
                                + " thread .* waits.*"),
                message);
        assertTrue(traffic.last().finding().details().contains("SlowDependenciesTest"), "the live stack");
        assertEquals(Severity.CRITICAL, traffic.last().finding().severity());

        traffic.seconds(60);
        traffic.release();
        traffic.minutes(4, quotes);
        assertEquals(List.of(OPEN), traffic.said());
        traffic.minutes(2, quotes);
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
    }

    @Test
    void it_is_said_soon_after_the_start_as_well() {
        Load quotes = load();
        Traffic traffic = traffic();
        traffic.seconds(70, quotes.taking(traffic.around(20)));
        for (int i = 0; i < 5; i++) {
            traffic.hang(quotes);
        }
        traffic.seconds(12);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void a_process_that_stood_still_does_not_accuse_what_it_calls() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        for (int i = 0; i < 6; i++) {
            traffic.hang(quotes);
        }
        given.nowNanos += 8 * Clock.SECOND;
        traffic.seconds(1);
        traffic.release();
        traffic.minutes(1, quotes);
        assertSilent();
    }

    @Test
    void a_few_calls_that_take_long_beside_many_that_do_not_are_no_outage() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        for (int i = 0; i < 5; i++) {
            traffic.hang(quotes);
        }
        traffic.seconds(4);
        for (int i = 0; i < 6; i++) {
            traffic.hang(quotes);
        }
        traffic.seconds(1);
        assertSilent();
    }

    @Test
    void a_slow_dependency_is_one_finding_however_many_of_its_operations_are_slow() {
        given.set("FORESHOCK_SLOW_QUERY_MS", "0");
        Load orders = load().of(Kind.DATABASE, Recorded.POSTGRES, Recorded.ORDERS);
        Load items = load().of(Kind.DATABASE, Recorded.POSTGRES, Recorded.ITEMS).route("/items");
        Load customers = load().of(Kind.DATABASE, Recorded.POSTGRES, Recorded.CUSTOMERS);
        Traffic traffic = traffic();
        traffic.minutes(
                30,
                orders.taking(traffic.around(60)),
                items.taking(traffic.around(50)),
                customers.taking(traffic.around(5)));
        traffic.minutes(5, orders.taking(traffic.around(400)), items.taking(traffic.around(300)), customers);
        assertEquals(List.of(OPEN), traffic.said());
        // A reminder, ten minutes later: by then all that is slow is known to be.
        traffic.minutes(8, orders, items, customers);
        assertEquals(List.of(OPEN), traffic.turns());
        String message = traffic.last().finding().message();
        assertTrue(message.contains("SELECT orders takes"), message);
        assertTrue(message.contains("one of 2 of its 3 operations that are slow"), message);
        assertEquals(2, traffic.last().finding().details().lines().count());
    }

    @Test
    void thresholds_may_be_set_for_some_dependencies() {
        given.set("FORESHOCK_SLOW_FLOOR_MS_OVERRIDES", "http:shipping.example.com=5000");
        Load quotes = load();
        Traffic traffic = usual(quotes);
        traffic.minutes(10, quotes.taking(traffic.around(400)));
        assertSilent();
    }

    @Test
    void timeouts_make_it_critical() {
        given.set("FORESHOCK_SLOW_CRITICAL_MS", "100000").set("FORESHOCK_FAILING_RATIO", "2");
        Load quotes = load();
        Traffic traffic = usual(quotes);
        int[] calls = {0};
        quotes.ending(operation -> {
            if (++calls[0] % 10 == 0) {
                Traffic.timeOut(operation);
            }
        });
        traffic.minutes(5, quotes.taking(traffic.around(400)));
        assertEquals(Severity.CRITICAL, traffic.last().finding().severity());
        assertTrue(
                traffic.last().finding().message().contains("12 of them failed, 12 without an answer in time"),
                traffic.last().finding().message());
    }

    @Test
    void recording_a_call_allocates_nothing() {
        Load quotes = load();
        Traffic traffic = usual(quotes);
        Operation operation = traffic.hang(quotes);
        operation.close(given.nowNanos + Traffic.MS);
        assertEquals(0, Allocation.of(20_000, () -> traffic.detection.ended(operation)));
    }
}
