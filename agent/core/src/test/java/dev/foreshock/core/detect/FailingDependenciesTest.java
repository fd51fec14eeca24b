// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Retry;
import dev.foreshock.api.Severity;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FailingDependenciesTest {
    private static final String OPEN = "failing_dependency OPEN";
    private static final String RESOLVED = "failing_dependency RESOLVED";

    private final Given given = new Given();
    private final Traffic traffic = new Traffic(given);
    private final Load quotes = new Load().taking(() -> 20);

    /** So many of a hundred calls end like this. */
    private Load ending(int percent, Consumer<Operation> how) {
        int[] calls = {0};
        return quotes.ending(operation -> {
            // Spread evenly, so that every minute has its share.
            if (calls[0]++ * 37 % 100 < percent) {
                how.accept(operation);
            }
        });
    }

    private static Consumer<Operation> status(int status) {
        return operation -> {
            operation.status(status);
            operation.fail(Integer.toString(status), Outcome.REMOTE_ERROR);
        };
    }

    @Test
    void a_third_of_the_calls_failing_is_named_within_a_minute_and_resolved_a_minute_after_it_ends() {
        traffic.minutes(10, ending(1, status(503)));
        assertEquals(List.of(), given.announced);
        traffic.minutes(1, ending(35, status(503)));
        assertEquals(List.of(OPEN), traffic.said());
        traffic.minutes(3, quotes);
        assertEquals(Severity.WARNING, traffic.last().finding().severity());
        String message = traffic.last().finding().message();
        assertTrue(
                message.matches(
                        "http:shipping\\.example\\.com:443 fails: \\d+ of 12\\d calls in the last minute \\(2\\d %, usually [12] %\\),"
                                + " the latest with 503; no circuit breaker has refused a call"),
                message);
        traffic.minutes(3, ending(0, status(503)));
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
    }

    @Test
    void more_than_half_is_critical() {
        traffic.minutes(3, ending(0, status(500)));
        traffic.minutes(2, ending(90, status(500)));
        assertEquals(Severity.CRITICAL, traffic.last().finding().severity());
    }

    @Test
    void throttling_is_told_from_failing() {
        traffic.minutes(5, ending(40, status(429)));
        assertTrue(traffic.last().finding().message().contains("with \"too many requests\""));
        assertTrue(traffic.last().finding().suggestion().startsWith("Send less"));
    }

    @Test
    void faults_of_the_caller_are_answers() {
        traffic.minutes(10, ending(60, status(404)));
        traffic.minutes(10, ending(60, operation -> {
            operation.attribute("db.response.status_code", "23505");
            operation.fail("23505", Outcome.REMOTE_ERROR);
        }));
        assertEquals(List.of(), given.announced);
    }

    @Test
    void what_a_circuit_breaker_refuses_is_no_failure_but_is_told() {
        Consumer<Operation> refused = operation -> operation.fail("CallNotPermittedException", Outcome.LOCAL_REJECT);
        traffic.minutes(10, ending(95, refused));
        assertEquals(List.of(), given.announced);
        int[] calls = {0};
        traffic.minutes(2, quotes.ending(operation -> (calls[0]++ % 2 == 0 ? refused : status(503)).accept(operation)));
        assertTrue(
                traffic.last().finding().message().contains("a circuit breaker or a full pool has refused "),
                traffic.last().finding().message());
    }

    @Test
    void a_few_calls_say_nothing_and_neither_does_what_always_fails_that_often() {
        traffic.minutes(10, ending(80, status(500)).perMinute(12));
        assertEquals(List.of(), given.announced);
        quotes.perMinute(120);
        Given other = new Given();
        Traffic more = new Traffic(other);
        more.minutes(120, ending(8, status(500)));
        more.minutes(10, ending(30, status(500)));
        assertEquals(List.of(), other.announced);
    }

    @Test
    void a_hiccup_of_some_seconds_is_over_before_anyone_can_look() {
        traffic.minutes(5, ending(0, status(503)));
        traffic.seconds(12, ending(100, status(503)).perMinute(600));
        traffic.minutes(5, ending(0, status(503)).perMinute(120));
        assertEquals(List.of(), given.announced);
    }

    @Test
    void timeouts_are_counted() {
        traffic.minutes(2, ending(50, Traffic::timeOut));
        assertTrue(traffic.last().finding().message().contains(" without an answer in time"));
    }

    @Test
    void a_batch_that_fails_every_night_is_named_every_night_though_few_calls_go_well_by_day() {
        Load good = new Load().taking(() -> 20).perMinute(5);
        Load batch = new Load().taking(() -> 20).perMinute(100).ending(status(503));
        for (int night = 1; night <= 3; night++) {
            traffic.minutes(120, good);
            traffic.minutes(1, batch);
            assertEquals(
                    night * 2 - 1, traffic.turns().size(), () -> traffic.said().toString());
            assertEquals(OPEN, traffic.turns().get(night * 2 - 2));
            assertTrue(
                    traffic.last().finding().message().contains(" fails: "),
                    traffic.last().finding().message());
            traffic.minutes(9, batch);
            traffic.minutes(4, good);
            assertEquals(night * 2 - 1, traffic.turns().size(), "a few good calls are no recovery");
            traffic.minutes(4, good);
            assertEquals(RESOLVED, traffic.turns().get(night * 2 - 1));
            traffic.minutes(22 * 60 - 18, good);
        }
        assertEquals(6, traffic.turns().size());
    }

    @Test
    void what_is_hardly_called_any_more_is_over_half_an_hour_after_it_failed_last() {
        traffic.minutes(10, ending(0, status(503)));
        traffic.minutes(5, ending(60, status(503)));
        // One call in ten fails: neither twenty in a row go well, nor a fifth of a minute wrong.
        int[] calls = {0};
        Load few = new Load().taking(() -> 20).perMinute(18).ending(operation -> {
            if (++calls[0] % 10 == 0) {
                status(503).accept(operation);
            }
        });
        traffic.minutes(28, few);
        assertEquals(List.of(OPEN), traffic.turns());
        traffic.minutes(6, few);
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
    }

    @Test
    void few_calls_that_go_on_failing_are_not_over() {
        traffic.minutes(10, ending(0, status(503)));
        traffic.minutes(2, ending(100, status(503)));
        traffic.minutes(25, ending(100, status(503)).perMinute(5));
        assertEquals(List.of(OPEN), traffic.turns());
        traffic.minutes(2, ending(0, status(503)).perMinute(120));
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
    }

    @Test
    void what_has_failed_for_a_day_is_how_it_is_and_more_than_that_is_named() {
        traffic.minutes(24 * 60 + 5, ending(50, status(503)));
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
        traffic.minutes(3 * 60, ending(50, status(503)));
        traffic.minutes(10, ending(65, status(503)));
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
        traffic.minutes(2, ending(95, status(503)));
        assertEquals(List.of(OPEN, RESOLVED, OPEN), traffic.turns());
        assertTrue(
                traffic.last().finding().message().contains(", usually 5"),
                traffic.last().finding().message());
    }

    @Test
    void what_always_fails_is_said_once() {
        traffic.minutes(2 * 24 * 60, ending(100, status(503)).perMinute(40));
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
    }

    @Test
    void a_day_of_good_minutes_between_bad_ones_does_not_make_them_usual() {
        traffic.minutes(10, ending(0, status(503)));
        // Never well for a minute, and failing in two of the clock's six.
        for (int i = 0; i < 25 * 60 / 6; i++) {
            traffic.minutes(1, ending(60, status(503)));
            traffic.minutes(5, ending(14, status(503)));
        }
        assertEquals(List.of(OPEN), traffic.turns());
    }

    @Test
    void a_failing_minute_is_not_learned_from_before_it_is_named() {
        // The first ten or twenty seconds of an outage lie before the end of the clock's minute.
        for (int seconds = 1; seconds < 60; seconds += 7) {
            Given other = new Given();
            Traffic nightly = new Traffic(other);
            nightly.seconds(600 + seconds);
            nightly.minutes(2, ending(100, status(503)).perMinute(100));
            assertEquals(List.of(OPEN), nightly.turns(), "after " + seconds + " s");
        }
    }

    @Test
    void it_shows_a_trace_of_a_call_that_failed_and_such_traces_are_kept() {
        List<Operation> failed = new ArrayList<>();
        traffic.minutes(10, ending(1, status(503)));
        traffic.minutes(1, ending(40, status(503).andThen(failed::add)));
        assertEquals(List.of(OPEN), traffic.said());
        long shown = traffic.last().spanId();
        Operation exemplar = failed.stream()
                .filter(operation -> operation.spanId() == shown)
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("failing_dependency"),
                exemplar.unit().findings().stream().map(Finding::type).toList());
        Operation last = failed.get(failed.size() - 1);
        assertEquals(
                "GET /quotes/{id} on http:shipping.example.com:443 failed with 503 while more calls to this dependency"
                        + " failed than usual",
                last.unit().findings().get(0).message());
    }

    @Test
    void a_trace_that_was_kept_is_shown_rather_than_one_that_was_not() {
        List<Operation> failed = new ArrayList<>();
        traffic.minutes(5, ending(0, status(503)));
        traffic.seconds(19, ending(100, status(503)));
        assertEquals(List.of(), given.announced);
        Load down = ending(100, status(503).andThen(failed::add));
        for (int i = 0; i < 6; i++) {
            traffic.once(down);
            failed.get(i).unit().decide(i == 2 || i == 3);
        }
        traffic.seconds(10, down.perMinute(0));
        assertEquals(List.of(OPEN), traffic.said());
        assertEquals(failed.get(2).spanId(), traffic.last().spanId());
    }

    @Test
    void other_traces_are_not_flagged() {
        List<Operation> all = new ArrayList<>();
        traffic.minutes(10, ending(1, status(503).andThen(all::add)));
        traffic.minutes(
                2,
                ending(50, status(503)),
                new Load()
                        .taking(() -> 20)
                        .of(Kind.DATABASE, Recorded.POSTGRES, Recorded.ORDERS)
                        .ending(all::add),
                new Load().taking(() -> 20).perMinute(30).ending(status(404).andThen(all::add)));
        assertEquals(List.of(OPEN), traffic.said());
        for (Operation operation : all) {
            assertEquals(List.of(), operation.unit().findings());
        }
    }

    @Test
    void no_unit_is_held_when_nobody_looks_at_its_failures() {
        Dependency dependency = new Dependency(failedOperation(), true, given.nowNanos);
        dependency.record(failedOperation());
        dependency.tick(given.nowNanos);
        dependency.tick(given.nowNanos);
        assertNull(dependency.takeLatestFailed());
        dependency.record(failedOperation());
        dependency.tick(given.nowNanos);
        assertNotNull(dependency.takeLatestFailed());
        assertNull(dependency.takeLatestFailed());
    }

    private Operation failedOperation() {
        Operation operation = traffic.hang(quotes);
        status(503).accept(operation);
        operation.close(given.nowNanos);
        return operation;
    }

    @Test
    void retries_before_Retry_After_is_over_are_told_whether_or_not_retry_storms_are_looked_for() {
        for (String disabled : new String[] {"", "retry_storm"}) {
            Given other = new Given().set("FORESHOCK_DETECTORS_DISABLED", disabled);
            Traffic impatient = new Traffic(other);
            int[] calls = {0};
            impatient.minutes(2, quotes.perMinute(120).ending(operation -> {
                status(429).accept(operation);
                if (++calls[0] % 10 == 0) {
                    operation.retry(new Retry(2, 1_000_000_000L, true, false, false, null));
                }
            }));
            String message = other.announced.stream()
                    .filter(said -> said.finding().type().equals("failing_dependency"))
                    .map(said -> said.finding().message())
                    .findFirst()
                    .orElseThrow();
            assertTrue(
                    message.matches(".*; \\d retries came before Retry-After was over; no circuit breaker .*"),
                    message);
        }
    }
}
