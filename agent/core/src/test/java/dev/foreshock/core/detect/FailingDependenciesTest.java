// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Severity;
import dev.foreshock.core.detect.Traffic.Load;
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
}
