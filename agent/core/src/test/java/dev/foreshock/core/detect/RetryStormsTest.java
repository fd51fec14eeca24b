// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Retry;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.export.Announcement.State;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class RetryStormsTest {
    private static final String OPEN = "retry_storm OPEN";
    private static final String RESOLVED = "retry_storm RESOLVED";
    private static final Shape ORDER =
            new Shape(902, "POST /orders", "POST /orders", "POST", List.of(), 0, 0, Shape.WRITES);

    private static final Consumer<Operation> OK = operation -> operation.status(200);
    private static final Consumer<Operation> UNAVAILABLE = status(503);

    private final Given given = new Given();
    private final Traffic traffic = new Traffic(given);
    private long ids = 1_000_000;
    private Shape shape = Traffic.QUOTE;
    private Target target = Traffic.SHIPPING;
    private IntSupplier waitMillis = () -> 200 + traffic.random.nextInt(200);
    private int inboundAttempt = 1;
    private LocalTrace latest;

    private static Consumer<Operation> status(int status) {
        return operation -> {
            operation.status(status);
            if (status >= 400) {
                boolean own = status < 500 && status != 429 && status != 408;
                operation.fail(Integer.toString(status), own ? Outcome.OK : Outcome.REMOTE_ERROR);
            }
        };
    }

    /** One request that makes these attempts one after the other, with the waits in between. No time passes. */
    @SafeVarargs
    private LocalTrace request(Consumer<Operation>... attempts) {
        LocalTrace unit = begin(Kind.REQUEST);
        long at = given.nowNanos;
        long key = ++ids;
        for (Consumer<Operation> outcome : attempts) {
            end(call(unit, at, key), at + 20 * Traffic.MS, outcome);
            at += 20 * Traffic.MS + waitMillis.getAsInt() * Traffic.MS;
        }
        return end(unit, at);
    }

    private LocalTrace begin(Kind kind) {
        LocalTrace unit = new LocalTrace(1, ++ids, 0, true, null, null, kind, ++ids, given.nowNanos, 0);
        unit.method("GET");
        unit.route("/checkout");
        unit.inboundAttempt(inboundAttempt);
        latest = unit;
        return unit;
    }

    private Operation call(LocalTrace unit, long startNanos, long key) {
        Operation operation = new Operation(unit, unit.root(), Kind.HTTP, ++ids, startNanos);
        operation.shape(shape);
        operation.target(target);
        operation.parameterHash(key);
        return operation;
    }

    private void end(Operation operation, long nanos, Consumer<Operation> outcome) {
        outcome.accept(operation);
        operation.close(nanos);
        operation.unit().add(operation, true);
        traffic.detection.ended(operation);
    }

    private LocalTrace end(LocalTrace unit, long nanos) {
        unit.root().close(nanos);
        unit.freeze();
        traffic.detection.unitEnded(unit);
        return unit;
    }

    private void seconds(int seconds, int perSecond, Runnable request) {
        for (int i = 0; i < seconds; i++) {
            given.nowNanos += Clock.SECOND;
            for (int j = 0; j < perSecond; j++) {
                request.run();
            }
            traffic.detection.second();
        }
    }

    private void minutes(int minutes, int perSecond, Runnable request) {
        seconds(60 * minutes, perSecond, request);
    }

    private void healthy(int minutes) {
        minutes(minutes, 4, () -> request(OK));
    }

    /** Only what is said of retries: a failing dependency is named as well. */
    private List<String> turns() {
        return traffic.turns().stream().filter(said -> said.startsWith("retry")).toList();
    }

    private Finding storm() {
        return given.announced.stream()
                .map(announced -> announced.finding())
                .filter(finding -> finding.type().equals(FindingType.RETRY_STORM))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<String> advice() {
        return given.found.stream().filter(found -> found.startsWith("retry")).toList();
    }

    @Test
    void calls_that_fail_and_are_repeated_are_a_storm_within_a_minute_and_it_is_over_a_minute_after_they_succeed() {
        healthy(10);
        seconds(50, 4, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertEquals(List.of(OPEN), turns());
        String message = storm().message();
        assertTrue(
                message.matches(
                        "http:shipping\\.example\\.com:443 is in a retry storm: [\\d,]+ retries for \\d+ calls in the last minute"
                                + " \\(\\S+ for each, usually none\\); \\d+ % of all attempts failed, the latest with 503;"
                                + " made in GET /checkout"),
                message);
        assertTrue(storm().suggestion().startsWith("Bound the retries: a budget of one in ten calls"));
        assertFalse(latest.findings().isEmpty(), "a trace that shows it is kept");
        healthy(3);
        assertEquals(List.of(OPEN, RESOLVED), turns());
    }

    @Test
    void a_retry_for_every_fourth_call_is_a_warning_and_one_for_each_is_critical() {
        healthy(5);
        int[] calls = {0};
        minutes(2, 4, () -> {
            if (calls[0]++ % 4 == 0) {
                request(UNAVAILABLE, OK);
            } else {
                request(OK);
            }
        });
        assertEquals(List.of(OPEN), turns());
        assertEquals(Severity.WARNING, storm().severity());
        minutes(2, 4, () -> request(UNAVAILABLE, UNAVAILABLE, OK));
        assertEquals(Severity.CRITICAL, storm().severity());
    }

    @Test
    void a_healthy_retry_budget_of_one_in_a_hundred_is_nothing_and_one_in_eight_is_advice() {
        int[] calls = {0};
        minutes(10, 50, () -> {
            if (calls[0]++ % 100 == 0) {
                request(UNAVAILABLE, OK);
            } else {
                request(OK);
            }
        });
        assertEquals(List.of(), given.announced);
        assertEquals(List.of(), advice());
        minutes(10, 50, () -> {
            if (calls[0]++ % 8 == 0) {
                request(UNAVAILABLE, OK);
            } else {
                request(OK);
            }
        });
        assertEquals(List.of(), turns());
        assertEquals(List.of("retry_storm INFO"), advice());
    }

    @Test
    void every_retry_is_counted_by_dependency() {
        healthy(1);
        seconds(20, 4, () -> request(UNAVAILABLE, UNAVAILABLE, OK));
        healthy(1);
        assertEquals(Map.of("http:shipping.example.com:443", 160L), given.retries);
    }

    @Test
    void single_retries_that_succeed_are_nothing() {
        minutes(30, 1, () -> request(OK));
        seconds(15, 1, () -> request(UNAVAILABLE, OK));
        minutes(5, 1, () -> request(OK));
        assertEquals(List.of(), turns());
    }

    @Test
    void a_restart_of_the_other_side_is_over_before_anyone_can_look() {
        healthy(5);
        seconds(12, 4, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        healthy(5);
        assertEquals(List.of(), turns());
    }

    @Test
    void redirects_challenges_pages_and_refreshes_are_no_retries() {
        minutes(5, 4, () -> request(status(302), OK));
        minutes(5, 4, () -> request(status(401), OK));
        minutes(5, 4, () -> request(status(404), status(404), OK));
        minutes(5, 4, () -> request(OK, OK, OK));
        minutes(5, 4, () -> request(o -> o.fail("NOT_FOUND", Outcome.OK), OK));
        shape = ORDER;
        minutes(5, 4, () -> request(status(409), OK));
        assertEquals(List.of(), given.announced);
        assertEquals(List.of(), advice());
    }

    @Test
    void what_failed_for_one_key_and_is_asked_for_another_is_no_retry() {
        minutes(5, 4, () -> {
            LocalTrace unit = begin(Kind.REQUEST);
            for (int i = 0; i < 5; i++) {
                long at = given.nowNanos + 100 * i * Traffic.MS;
                end(call(unit, at, i), at + Traffic.MS, UNAVAILABLE);
            }
            end(unit, given.nowNanos + Clock.SECOND);
        });
        assertEquals(List.of(), turns());
    }

    @Test
    void what_every_request_asks_for_five_times_anyway_is_no_retry_when_it_fails() {
        minutes(10, 4, () -> request(OK, OK, OK, OK, OK));
        minutes(5, 4, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertEquals(List.of(), turns());
        assertEquals(List.of(), advice());
        // Five times as many are more than usual.
        minutes(2, 20, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertEquals(List.of(OPEN), turns());
    }

    @Test
    void a_hedged_request_is_no_retry() {
        minutes(5, 4, () -> {
            LocalTrace unit = begin(Kind.REQUEST);
            Operation slow = call(unit, given.nowNanos, 1);
            Operation hedge = call(unit, given.nowNanos + 50 * Traffic.MS, 1);
            end(slow, given.nowNanos + 90 * Traffic.MS, UNAVAILABLE);
            end(hedge, given.nowNanos + 100 * Traffic.MS, OK);
            end(unit, given.nowNanos + 110 * Traffic.MS);
        });
        assertEquals(List.of(), turns());
    }

    @Test
    void waiting_until_something_has_come_up_is_polling() {
        LocalTrace unit = begin(Kind.JOB);
        int[] looks = {0};
        seconds(600, 1, () -> {
            // Every two seconds, for ten minutes.
            if (looks[0]++ % 2 == 0) {
                end(call(unit, given.nowNanos, 1), given.nowNanos + Traffic.MS, UNAVAILABLE);
            }
        });
        assertEquals(List.of(), turns());
    }

    @Test
    void a_loop_that_asks_again_at_once_is_a_storm_of_one_call() {
        LocalTrace unit = begin(Kind.JOB);
        waitMillis = () -> 5;
        long[] at = {0};
        seconds(60, 1, () -> {
            at[0] = given.nowNanos;
            for (int i = 0; i < 20; i++) {
                end(call(unit, at[0], 1), at[0] + Traffic.MS, UNAVAILABLE);
                at[0] += 3 * Traffic.MS;
            }
        });
        assertEquals(List.of(OPEN), turns());
        assertEquals(Severity.CRITICAL, storm().severity());
        assertTrue(storm().message().contains("; without back-off, 2 ms after the failure"), storm().message());
        assertTrue(storm().suggestion().contains("Wait longer before each attempt"));
    }

    @Test
    void what_a_circuit_breaker_refuses_is_neither_failure_nor_retry() {
        Consumer<Operation> refused = operation -> operation.fail("CallNotPermittedException", Outcome.LOCAL_REJECT);
        minutes(5, 4, () -> request(refused, refused, refused));
        minutes(5, 4, () -> request(UNAVAILABLE, refused, refused));
        assertEquals(List.of(), turns());
    }

    @Test
    void waits_that_never_differ_are_said_and_an_exponential_back_off_with_jitter_is_not() {
        healthy(5);
        waitMillis = () -> 500;
        minutes(2, 4, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertTrue(storm().message().contains("; without jitter, always 500 ms after the failure"), storm().message());
        assertTrue(storm().suggestion().contains("Add jitter to the wait."));
        healthy(15);
        waitMillis = () -> 300 + traffic.random.nextInt(400);
        minutes(2, 4, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertFalse(storm().message().contains("jitter"), storm().message());
    }

    @Test
    void a_repeated_post_that_may_have_been_carried_out_is_told() {
        healthy(5);
        shape = ORDER;
        minutes(2, 4, () -> request(Traffic::timeOut, OK));
        assertTrue(
                storm().message().contains(" of them repeat a POST or PATCH that may have been carried out"),
                storm().message());
        assertTrue(storm().suggestion().contains("Idempotency-Key"));
    }

    @Test
    void a_post_that_never_arrived_may_be_repeated() {
        healthy(5);
        shape = ORDER;
        Consumer<Operation> unreachable = operation -> operation.fail("java.net.ConnectException", Outcome.TIMEOUT);
        minutes(2, 4, () -> request(unreachable, OK));
        assertFalse(storm().message().contains("POST"), storm().message());
    }

    @Test
    void a_post_repeated_now_and_then_is_advice() {
        shape = ORDER;
        int[] calls = {0};
        minutes(10, 20, () -> {
            if (calls[0]++ % 50 == 0) {
                request(status(500), OK);
            } else {
                request(OK);
            }
        });
        assertEquals(List.of(), given.announced);
        assertEquals(List.of("retry_of_post INFO"), advice());
    }

    @Test
    void attempts_before_retry_after_is_over_are_told() {
        healthy(5);
        Consumer<Operation> later = status(429).andThen(o -> o.attribute("foreshock.retry_after", 30.0));
        minutes(2, 4, () -> request(later, later, OK));
        assertTrue(
                storm().message().contains(" of them earlier than its Retry-After had asked for"), storm().message());
        assertTrue(storm().suggestion().contains("Honour Retry-After."));
    }

    @Test
    void a_request_that_was_refused_as_wrong_is_advice_and_no_storm() {
        minutes(5, 4, () -> request(status(400), status(400), status(400)));
        assertEquals(List.of(), turns());
        assertEquals(List.of("retry_of_rejected INFO"), advice());
    }

    @Test
    void retries_within_retries_are_critical() {
        healthy(5);
        int[] calls = {0};
        inboundAttempt = 2;
        minutes(2, 4, () -> {
            if (calls[0]++ % 3 == 0) {
                request(UNAVAILABLE, OK);
            } else {
                request(OK);
            }
        });
        assertEquals(Severity.CRITICAL, storm().severity());
        assertTrue(storm().message().contains(" of the retries serve requests that are retries themselves"));
        assertTrue(storm().suggestion().startsWith("Retry in one service only"));
    }

    @Test
    void a_storm_that_keeps_itself_going_is_critical() {
        healthy(10);
        int[] calls = {0};
        Runnable failing = () -> {
            // More than half of the attempts fail, three retries for four calls.
            if (calls[0]++ % 4 == 0) {
                request(UNAVAILABLE);
            } else {
                request(UNAVAILABLE, calls[0] % 4 == 1 ? UNAVAILABLE : OK);
            }
        };
        minutes(2, 4, failing);
        assertEquals(Severity.WARNING, storm().severity());
        minutes(2, 4, failing);
        assertEquals(Severity.CRITICAL, storm().severity());
        assertTrue(storm().message().contains("it is the retries that keep it down"), storm().message());
    }

    @Test
    void many_calls_to_a_dependency_in_a_storm_are_no_n_plus_one() {
        Runnable loop = () -> {
            LocalTrace unit = begin(Kind.REQUEST);
            for (int i = 0; i < 30; i++) {
                long at = given.nowNanos + 10 * i * Traffic.MS;
                end(call(unit, at, i), at + 9 * Traffic.MS, OK);
            }
            end(unit, given.nowNanos + Clock.SECOND);
        };
        healthy(2);
        waitMillis = () -> 5;
        minutes(2, 8, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertEquals(List.of(OPEN), turns());
        seconds(5, 1, loop);
        assertEquals(
                0, given.found.stream().filter(f -> f.startsWith("n_plus_one")).count());
        target = new Target("http", "prices.example.com", 443, null);
        seconds(5, 1, loop);
        assertEquals(
                1, given.found.stream().filter(f -> f.startsWith("n_plus_one")).count());
    }

    @Test
    void a_library_that_says_so_is_believed_whatever_the_call_looked_like_and_named() {
        healthy(5);
        minutes(2, 4, () -> {
            LocalTrace unit = begin(Kind.REQUEST);
            end(call(unit, given.nowNanos, ++ids), given.nowNanos + Traffic.MS, OK);
            unit.retrying("Resilience4j");
            long at = given.nowNanos + 100 * Traffic.MS;
            // With another value, a time stamp perhaps.
            end(call(unit, at, ++ids), at + Traffic.MS, OK);
            end(unit, at + 2 * Traffic.MS);
        });
        assertEquals(List.of(OPEN), turns());
        assertTrue(storm().message().contains("; made by Resilience4j in GET /checkout"), storm().message());
    }

    @Test
    void an_attempt_of_an_sdk_is_known_by_its_header() {
        LocalTrace unit = begin(Kind.REQUEST);
        Operation first = call(unit, given.nowNanos, 1);
        end(first, given.nowNanos + Traffic.MS, UNAVAILABLE);
        Operation second = call(unit, given.nowNanos + 30 * Traffic.MS, 1);
        second.retry(Retry.told(2, "the AWS SDK"));
        end(second, given.nowNanos + 40 * Traffic.MS, OK);
        assertNull(first.retry());
        assertEquals(new Retry(2, 29 * Traffic.MS, false, false, false, "the AWS SDK"), second.retry());
        assertEquals(2L, second.attribute("foreshock.retry.attempt"));
    }

    @Test
    void an_idle_night_ends_it() {
        healthy(2);
        minutes(2, 4, () -> request(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        given.nowNanos += 8 * 3_600 * Clock.SECOND;
        seconds(30, 0, () -> {});
        assertEquals(List.of(OPEN, RESOLVED), turns());
        assertEquals(State.RESOLVED, traffic.last().state());
    }
}
