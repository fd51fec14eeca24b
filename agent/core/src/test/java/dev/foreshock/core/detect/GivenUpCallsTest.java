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

/** Calls that the application gives up: some since nobody answers, most since they are not needed any more. */
class GivenUpCallsTest {
    private static final String OPEN = "failing_dependency OPEN";

    private final Given given = new Given();
    private final Traffic traffic = new Traffic(given);
    private final Load quotes = new Load();

    private static void giveUp(Operation operation) {
        operation.fail("java.util.concurrent.CancellationException", Outcome.CANCELLED);
    }

    /** A time limiter gives each call up. */
    private Load limited(long millis) {
        return quotes.taking(() -> millis).ending(GivenUpCallsTest::giveUp);
    }

    private void assertSilent() {
        assertEquals(List.of(), given.lines);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_dependency_that_no_call_waits_for_any_longer_is_failing() {
        traffic.minutes(10, quotes.taking(traffic.around(60)));
        assertSilent();
        traffic.minutes(2, limited(1_000));
        assertEquals(List.of(OPEN), traffic.turns());
        assertEquals(Severity.CRITICAL, traffic.last().finding().severity());
        String message = traffic.last().finding().message();
        assertTrue(message.contains(" without an answer in time"), message);
        assertTrue(message.contains("no circuit breaker has refused a call"), message);
    }

    @Test
    void it_stays_so_until_it_answers() {
        traffic.minutes(10, quotes.taking(traffic.around(60)));
        traffic.minutes(60, limited(1_000));
        assertEquals(List.of(OPEN, "slow_dependency OPEN"), traffic.turns());
        traffic.minutes(10, quotes.taking(traffic.around(60)).ending(operation -> {}));
        assertEquals(4, traffic.turns().size());
    }

    @Test
    void so_is_one_that_has_never_answered() {
        traffic.minutes(60, limited(1_000));
        assertEquals(List.of(OPEN), traffic.turns());
    }

    @Test
    void so_is_one_that_usually_takes_more_than_half_of_the_limit() {
        traffic.minutes(10, quotes.taking(traffic.around(250)));
        traffic.minutes(2, limited(1_000));
        assertEquals(List.of(OPEN), traffic.turns());
    }

    @Test
    void limits_of_some_milliseconds_are_kept_to_as_well() {
        traffic.minutes(10, quotes.perMinute(1_200).taking(traffic.around(3)));
        traffic.minutes(2, limited(50));
        assertEquals(List.of(OPEN), traffic.turns());
    }

    @Test
    void the_loser_of_a_hedged_request_is_no_failure() {
        // Two requests at once; the first answer counts, and the other one is given up then.
        double[] winner = {0};
        Load first = quotes.taking(() -> winner[0] =
                Math.min(traffic.around(60).getAsDouble(), traffic.around(60).getAsDouble()));
        Load second = new Load().taking(() -> winner[0]).ending(GivenUpCallsTest::giveUp);
        traffic.minutes(60, first, second);
        assertSilent();
    }

    @Test
    void neither_is_the_slow_first_one_of_a_request_that_is_hedged_late() {
        // The second one is sent after 140 ms, the 95th percentile, and takes some 60 ms.
        Load slow = new Load()
                .perMinute(12)
                .taking(() -> 140 + traffic.around(60).getAsDouble())
                .ending(GivenUpCallsTest::giveUp);
        traffic.minutes(
                60,
                quotes.perMinute(240)
                        .taking(() -> Math.min(200, traffic.around(60).getAsDouble())),
                slow);
        assertSilent();
    }

    @Test
    void a_search_that_is_typed_on_and_a_page_that_is_left_are_no_failures() {
        for (double median : new double[] {60, 300, 2_000}) {
            Given own = new Given();
            Traffic pages = new Traffic(own);
            boolean[] leaves = {false};
            Load search = new Load()
                    .perMinute(600)
                    .taking(() -> {
                        double takes = pages.around(median).getAsDouble();
                        double patience = pages.around(250).getAsDouble();
                        leaves[0] = patience < takes;
                        return Math.min(patience, takes);
                    })
                    .ending(operation -> {
                        if (leaves[0]) {
                            giveUp(operation);
                        }
                    });
            pages.minutes(60, search);
            assertEquals(List.of(), own.lines, "median " + median);
            assertEquals(List.of(), own.announced);
        }
    }

    @Test
    void where_little_is_known_the_longest_answer_counts() {
        Load reports = quotes.perMinute(6).taking(() -> 3_000);
        Load left = new Load().perMinute(60).taking(() -> 2_000).ending(GivenUpCallsTest::giveUp);
        traffic.minutes(1, reports);
        traffic.minutes(30, reports, left);
        assertSilent();
    }

    @Test
    void long_polls_that_are_given_up_are_no_failures() {
        Shape poll = new Shape(951, "GET /inbox/longpoll", "GET", "GET", List.of(), 0, 0, Shape.READS);
        Load polls = limited(25_000).of(Kind.HTTP, Traffic.SHIPPING, poll);
        traffic.minutes(30, polls);
        assertSilent();
    }

    @Test
    void what_was_not_needed_any_more_was_refused_by_no_circuit_breaker() {
        int[] calls = {0};
        traffic.minutes(5, quotes.taking(() -> 20).ending(operation -> {
            if (calls[0]++ % 2 == 0) {
                giveUp(operation);
            } else {
                operation.status(503);
                operation.fail("503", Outcome.REMOTE_ERROR);
            }
        }));
        assertEquals(List.of(OPEN), traffic.turns());
        assertTrue(
                traffic.last().finding().message().contains("; no circuit breaker has refused a call"),
                traffic.last().finding().message());
    }
}
