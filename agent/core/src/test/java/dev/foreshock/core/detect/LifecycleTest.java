// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static dev.foreshock.core.detect.Given.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Severity;
import dev.foreshock.core.export.Announcement;
import dev.foreshock.core.export.Announcement.State;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The life of findings, on a simulated clock. */
class LifecycleTest {
    private static final long HOUR = 60 * MINUTE;

    private final Given given = new Given();
    private FindingRegister register;

    private FindingRegister register() {
        if (register == null) {
            Switches switches = new Switches(given.settings());
            register = new FindingRegister(
                    switches, new Lifecycle(given.settings(), given, given, new Causes()), given, given);
        }
        return register;
    }

    private Finding finding(String type, Severity severity, Confidence confidence, long count, long id) {
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        return finding(recorded, type, severity, confidence, count, id);
    }

    private static Finding finding(
            Recorded recorded, String type, Severity severity, Confidence confidence, long count, long id) {
        return new Finding(
                type,
                severity,
                confidence,
                "GET /orders",
                "select",
                Recorded.ITEMS,
                Recorded.POSTGRES,
                Recorded.site(42),
                count,
                count * 1_000,
                count * 1_000,
                0.5,
                "message " + id,
                "suggestion",
                recorded.latest(),
                id);
    }

    private void raise(Severity severity, Confidence confidence, long count) {
        register().raise(finding("n_plus_one", severity, confidence, count, 7));
    }

    private List<State> states() {
        return given.announced.stream().map(Announcement::state).toList();
    }

    private void tick(long nanos) {
        for (long until = given.nowNanos + nanos; given.nowNanos < until; ) {
            given.nowNanos = Math.min(until, given.nowNanos + 10_000_000_000L);
            register().tick(given.nowNanos);
        }
    }

    // confirmation

    @Test
    void many_calls_with_high_confidence_are_announced_at_once() {
        raise(Severity.WARNING, Confidence.HIGH, 50);

        Announcement announcement = given.announced.get(0);
        assertEquals(State.OPEN, announcement.state());
        assertEquals(1, announcement.occurrences());
        assertEquals(50_000, announcement.wastedNanos());
        assertEquals(given.epochNanos(), announcement.epochNanos());
        assertEquals(List.of("n_plus_one WARNING"), given.found);
        assertEquals(List.of("n_plus_one (warning): message 7. suggestion"), given.lines);
        assertEquals(1, register().open());
    }

    @Test
    void fewer_calls_with_high_confidence_need_two_units() {
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(List.of(), states());
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(List.of(State.OPEN), states());
        assertEquals(2, given.announced.get(0).occurrences());
    }

    @Test
    void medium_confidence_needs_three_units_however_many_calls() {
        raise(Severity.CRITICAL, Confidence.MEDIUM, 5_000);
        raise(Severity.CRITICAL, Confidence.MEDIUM, 5_000);
        assertEquals(List.of(), states());
        raise(Severity.CRITICAL, Confidence.MEDIUM, 5_000);
        assertEquals(List.of(State.OPEN), states());
    }

    @Test
    void one_unit_counts_once_however_often_it_reports() {
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        for (int count : new int[] {10, 20, 30, 40}) {
            register().raise(finding(recorded, "n_plus_one", Severity.WARNING, Confidence.HIGH, count, 7));
        }
        assertEquals(List.of(), states());
        assertEquals(1, recorded.unit.findings().size());
        raise(Severity.WARNING, Confidence.HIGH, 40);
        assertEquals(2, given.announced.get(0).occurrences());
        assertEquals(80_000, given.announced.get(0).wastedNanos(), "40 calls each of two units");
    }

    @Test
    void sightings_confirm_each_other_within_ten_minutes() {
        raise(Severity.WARNING, Confidence.MEDIUM, 10);
        tick(9 * MINUTE);
        raise(Severity.WARNING, Confidence.MEDIUM, 10);
        tick(2 * MINUTE);
        raise(Severity.WARNING, Confidence.MEDIUM, 10);
        assertEquals(List.of(), states(), "the first is too long ago");
        tick(MINUTE);
        raise(Severity.WARNING, Confidence.MEDIUM, 10);
        assertEquals(List.of(State.OPEN), states());
    }

    @Test
    void tests_may_ask_for_one_unit() {
        given.set("FORESHOCK_NPLUSONE_CONFIRM", "1");
        raise(Severity.WARNING, Confidence.MEDIUM, 5);
        assertEquals(List.of(State.OPEN), states());
    }

    @Test
    void the_confirmation_may_differ_by_unit() {
        given.set("FORESHOCK_NPLUSONE_CONFIRM_OVERRIDES", "GET /orders=4");
        for (int i = 0; i < 3; i++) {
            raise(Severity.WARNING, Confidence.HIGH, 10);
        }
        assertEquals(List.of(), states());
        raise(Severity.WARNING, Confidence.HIGH, 10);
        assertEquals(List.of(State.OPEN), states());
    }

    @Test
    void slow_statements_count_by_execution() {
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        register().raise(finding(recorded, "slow_statement", Severity.WARNING, Confidence.MEDIUM, 2, 7));
        assertEquals(List.of(), states());
        register().raise(finding(recorded, "slow_statement", Severity.WARNING, Confidence.MEDIUM, 3, 7));
        assertEquals(List.of(State.OPEN), states());
    }

    // flags

    @Test
    void the_unit_is_flagged_before_anything_is_announced() {
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        register().raise(finding(recorded, "n_plus_one", Severity.WARNING, Confidence.MEDIUM, 10, 7));
        assertEquals(1, recorded.unit.findings().size());
        assertEquals(List.of(), states());
    }

    @Test
    void what_the_user_ignores_flags_nothing() {
        given.set("FORESHOCK_IGNORE_CALLSITES", "shop.OrderService.*");
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        register().raise(finding(recorded, "n_plus_one", Severity.CRITICAL, Confidence.HIGH, 5_000, 7));
        assertEquals(List.of(), recorded.unit.findings());
        assertEquals(List.of(), states());
    }

    @Test
    void no_unit_is_kept_alive() throws InterruptedException {
        WeakReference<LocalTrace> unit = raiseAndForget();
        for (int i = 0; i < 100 && unit.get() != null; i++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertNull(unit.get());
        assertEquals(1, register().open());
    }

    private WeakReference<LocalTrace> raiseAndForget() {
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        register().raise(finding(recorded, "n_plus_one", Severity.CRITICAL, Confidence.HIGH, 500, 7));
        assertNull(given.announced.get(0).finding().exemplar());
        assertEquals(recorded.unit.traceIdLow(), given.announced.get(0).traceIdLow());
        assertEquals(recorded.latest().spanId(), given.announced.get(0).spanId());
        return new WeakReference<>(recorded.unit);
    }

    // repeats

    @Test
    void repeats_are_announced_after_ten_minutes_one_six_and_twentyfour_hours() {
        raise(Severity.WARNING, Confidence.HIGH, 50);
        long start = given.nowNanos;
        List<Long> minutes = new ArrayList<>();
        for (int minute = 1; minute <= 50 * 60; minute++) {
            raise(Severity.WARNING, Confidence.HIGH, 50);
            int before = given.announced.size();
            tick(MINUTE);
            if (given.announced.size() > before) {
                minutes.add((given.nowNanos - start) / MINUTE);
            }
        }
        assertEquals(List.of(10L, 60L, 360L, 1_440L, 2_880L), minutes);
        Announcement last = given.announced.get(given.announced.size() - 1);
        assertEquals(State.ONGOING, last.state());
        assertEquals(2_881, last.occurrences());
        assertEquals(2_881 * 50_000L, last.wastedNanos());
        assertEquals(1, given.lines.size(), "stderr names it once");
        assertEquals(1, given.found.size());
    }

    @Test
    void what_was_not_seen_again_is_not_announced_again() {
        raise(Severity.WARNING, Confidence.HIGH, 50);
        tick(29 * MINUTE);
        assertEquals(List.of(State.OPEN), states());
    }

    @Test
    void thirty_quiet_minutes_resolve() {
        raise(Severity.WARNING, Confidence.HIGH, 50);
        tick(30 * MINUTE + 10_000_000_000L);
        assertEquals(List.of(State.OPEN, State.RESOLVED), states());
        assertEquals(0, register().open());
    }

    @Test
    void a_resolved_finding_starts_anew() {
        raise(Severity.WARNING, Confidence.HIGH, 49);
        raise(Severity.WARNING, Confidence.HIGH, 49);
        tick(31 * MINUTE);
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(List.of(State.OPEN, State.RESOLVED), states());
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(List.of(State.OPEN, State.RESOLVED, State.OPEN), states());
        assertEquals(2, given.announced.get(2).occurrences());
    }

    @Test
    void clearing_resolves_what_is_open_and_forgets_what_is_pending() {
        register().clear(7);
        raise(Severity.WARNING, Confidence.HIGH, 50);
        register().clear(7);
        assertEquals(List.of(State.OPEN, State.RESOLVED), states());
        register().clear(7);
        assertEquals(2, given.announced.size());

        register().raise(finding("n_plus_one", Severity.WARNING, Confidence.HIGH, 49, 8));
        register().clear(8);
        register().raise(finding("n_plus_one", Severity.WARNING, Confidence.HIGH, 49, 8));
        assertEquals(2, given.announced.size());
    }

    @Test
    void flapping_is_announced_once_in_ten_minutes() {
        for (int second = 0; second < 3_600; second++) {
            raise(Severity.WARNING, Confidence.HIGH, 50);
            register().clear(7);
            given.nowNanos += 1_000_000_000L;
        }
        assertEquals(6, states().stream().filter(state -> state == State.OPEN).count());
        assertEquals(
                6, states().stream().filter(state -> state == State.RESOLVED).count());
    }

    @Test
    void a_finding_that_grows_worse_is_announced_again() {
        raise(Severity.WARNING, Confidence.HIGH, 50);
        raise(Severity.CRITICAL, Confidence.HIGH, 500);
        raise(Severity.CRITICAL, Confidence.HIGH, 500);
        assertEquals(List.of(State.OPEN, State.ONGOING), states());
        assertEquals(Severity.CRITICAL, given.announced.get(1).finding().severity());
        assertEquals(List.of("n_plus_one WARNING", "n_plus_one CRITICAL"), given.found);
        assertEquals(2, given.lines.size());
    }

    @Test
    void what_is_open_is_counted_by_type_and_severity_until_it_is_over() {
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(Map.of(), given.open);
        raise(Severity.WARNING, Confidence.HIGH, 50);
        register().raise(finding("slow_statement", Severity.WARNING, Confidence.HIGH, 50, 8));
        raise(Severity.CRITICAL, Confidence.HIGH, 500);
        raise(Severity.WARNING, Confidence.HIGH, 50);
        assertEquals(
                Map.of("n_plus_one WARNING", 0, "n_plus_one CRITICAL", 1, "slow_statement WARNING", 1), given.open);
        register().clear(7);
        tick(31 * MINUTE);
        assertEquals(
                Map.of("n_plus_one WARNING", 0, "n_plus_one CRITICAL", 0, "slow_statement WARNING", 0), given.open);
    }

    @Test
    void what_an_open_finding_costs_is_added_up_with_what_confirmed_it() {
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(Map.of(), given.wastedNanos);
        raise(Severity.WARNING, Confidence.HIGH, 49);
        assertEquals(Map.of("n_plus_one", 98_000L), given.wastedNanos);
        raise(Severity.WARNING, Confidence.HIGH, 50);
        assertEquals(Map.of("n_plus_one", 148_000L), given.wastedNanos);
    }

    @Test
    void the_costliest_sighting_is_the_one_that_is_shown() {
        raise(Severity.WARNING, Confidence.HIGH, 50);
        raise(Severity.WARNING, Confidence.HIGH, 90);
        raise(Severity.WARNING, Confidence.HIGH, 60);
        tick(11 * MINUTE);
        assertEquals(90, given.announced.get(1).finding().count());
    }

    // advice

    @Test
    void advice_is_never_announced_but_counted_and_summed_up_once_a_day() {
        Recorded recorded = Recorded.request().query(Recorded.ITEMS);
        for (int i = 0; i < 100; i++) {
            register().raise(finding(recorded, "redundant_query", Severity.INFO, Confidence.MEDIUM, 5, 7));
            register().raise(finding(recorded, "fan_out", Severity.INFO, Confidence.MEDIUM, 20, 8));
        }
        assertEquals(List.of(), recorded.unit.findings());
        assertEquals(List.of(), states());
        assertEquals(List.of("redundant_query INFO", "fan_out INFO"), given.found);
        assertEquals(0, register().open());

        tick(24 * HOUR);
        assertEquals(1, given.announced.size());
        Finding summary = given.announced.get(0).finding();
        assertEquals("advice_summary", summary.type());
        assertEquals(Severity.INFO, summary.severity());
        assertEquals(
                "Advice of the last 24 hours: 1 fan_out, 1 redundant_query. The costliest: message 8",
                summary.message());
        assertEquals(List.of(), given.lines);

        tick(48 * HOUR);
        assertEquals(1, given.announced.size(), "nothing new, nothing to sum up");
    }

    @Test
    void advice_about_an_open_finding_keeps_it_open() {
        raise(Severity.WARNING, Confidence.HIGH, 50);
        for (int i = 0; i < 10; i++) {
            tick(10 * MINUTE);
            raise(Severity.INFO, Confidence.HIGH, 8);
        }
        assertEquals(1, register().open());
        assertEquals(List.of("n_plus_one WARNING"), given.found);
    }

    // limits

    @Test
    void twenty_new_findings_a_minute_and_the_rest_summed_up() {
        for (int id = 0; id < 57; id++) {
            register()
                    .raise(finding(id < 50 ? "n_plus_one" : "query_budget", Severity.WARNING, Confidence.HIGH, 50, id));
        }
        assertEquals(20, given.announced.size());
        assertEquals(20, given.lines.size());
        assertEquals(57, register().open());
        assertEquals(57, given.found.size(), "the counter counts them all");

        tick(MINUTE);
        assertEquals(21, given.announced.size());
        Finding summary = given.announced.get(20).finding();
        assertEquals("findings_suppressed", summary.type());
        assertEquals(37, summary.count());
        assertEquals(
                "37 more findings of one minute were not announced one by one: 30 n_plus_one, 7 query_budget",
                summary.message());
        assertEquals(21, given.lines.size());

        tick(12 * MINUTE);
        assertEquals(21 + 37, given.announced.size(), "each of them is announced when it is due");
        assertEquals(State.OPEN, given.announced.get(57).state());
    }

    @Test
    void a_hundred_thousand_findings_stay_within_bounds() {
        for (int id = 0; id < 100_000; id++) {
            register().raise(finding("n_plus_one", Severity.WARNING, Confidence.HIGH, 50, id));
            register().raise(finding("n_plus_one", Severity.WARNING, Confidence.MEDIUM, 50, 1_000_000L + id));
            register().raise(finding("redundant_query", Severity.INFO, Confidence.MEDIUM, 5, 2_000_000L + id));
        }
        assertEquals(1_000, register().open());
        assertEquals(20, given.announced.size());
        assertEquals(99_000, given.dropped.get("open_full"));
        assertEquals(99_000, given.dropped.get("pending_full"));
        assertEquals(99_000, given.dropped.get("advice_full"));
        tick(40 * MINUTE);
        assertEquals(0, register().open());
    }

    @Test
    void less_memory_means_fewer_findings() {
        given.set("FORESHOCK_DETECT_MAX_MEMORY_KB", "1600");
        for (int id = 0; id < 1_000; id++) {
            register().raise(finding("n_plus_one", Severity.WARNING, Confidence.HIGH, 50, id));
        }
        assertEquals(100, register().open());
    }

    @Test
    void many_threads_lose_nothing_or_say_so() throws InterruptedException {
        int threads = 8;
        int each = 5_000;
        raise(Severity.WARNING, Confidence.HIGH, 50);
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            raise(Severity.WARNING, Confidence.HIGH, 50);
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        tick(11 * MINUTE);
        Announcement announcement = given.announced.get(given.announced.size() - 1);
        long lost = given.dropped.getOrDefault("sightings_full", 0L);
        assertEquals(1 + (long) threads * each, announcement.occurrences() + lost);
    }

    @Test
    void what_has_grown_fourfold_is_announced_again() {
        Recorded small = Recorded.request().query(Recorded.ITEMS);
        small.unit.freeze();
        register().raise(finding(small, "n_plus_one", Severity.CRITICAL, Confidence.HIGH, 60, 1));
        assertEquals(1, given.announced.size());
        Recorded same = Recorded.request().query(Recorded.ITEMS);
        same.unit.freeze();
        register().raise(finding(same, "n_plus_one", Severity.CRITICAL, Confidence.HIGH, 100, 1));
        assertEquals(1, given.announced.size());
        Recorded underWay = Recorded.request().query(Recorded.ITEMS);
        register().raise(finding(underWay, "n_plus_one", Severity.CRITICAL, Confidence.HIGH, 500, 1));
        assertEquals(1, given.announced.size(), "its last figures are still to come");
        underWay.unit.freeze();
        register().raise(finding(underWay, "n_plus_one", Severity.CRITICAL, Confidence.HIGH, 2_000, 1));
        assertEquals(2, given.announced.size());
        assertEquals(State.ONGOING, given.announced.get(1).state());
        assertEquals(2_000, given.announced.get(1).finding().count());
    }
}
