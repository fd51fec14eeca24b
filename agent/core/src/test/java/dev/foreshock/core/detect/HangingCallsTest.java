// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Shape;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangingCallsTest {
    private static final String OPEN = "hanging_call OPEN";
    private static final String RESOLVED = "hanging_call RESOLVED";

    private final Given given = new Given();
    private final Load load = new Load().of(Kind.DATABASE, Recorded.POSTGRES, Recorded.ORDERS);

    @Test
    void a_call_that_does_not_end_is_named_with_the_stack_of_its_thread() {
        Traffic traffic = new Traffic(given);
        traffic.hang(load);
        traffic.seconds(8);
        assertEquals(List.of(), given.announced);
        traffic.seconds(11);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.matches(
                        "SELECT orders on postgresql:db\\.example\\.com:5432/shop has been running for 1\\d s and has not"
                                + " ended, in GET /checkout; thread \\S+.* waits.*"),
                message);
        assertTrue(traffic.last().finding().details().contains("HangingCallsTest"));

        traffic.seconds(30);
        traffic.release();
        traffic.seconds(10);
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
    }

    @Test
    void a_call_that_gets_no_connection_is_said_to_wait_for_one() {
        Traffic traffic = new Traffic(given);
        traffic.hang(new Load()).awaitConnection();
        traffic.seconds(21);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.startsWith(
                        "GET /quotes/{id} on http:shipping.example.com:443 has been waiting for a connection of the"
                                + " client's own pool for 1"),
                message);
        assertTrue(traffic.last().finding().suggestion().contains("responses that are not closed"), message);
    }

    @Test
    void so_is_one_of_a_thread_outside_any_request() {
        Traffic traffic = new Traffic(given);
        traffic.hang(load, Kind.BACKGROUND);
        traffic.seconds(21);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void a_detached_call_waits_on_no_thread() {
        Traffic traffic = new Traffic(given);
        Operation operation = traffic.hang(load);
        operation.detach();
        traffic.seconds(21);
        assertEquals(List.of(OPEN), traffic.said());
        assertNull(traffic.last().finding().details());
    }

    @Test
    void what_has_always_taken_so_long_does_not_hang() {
        given.set("FORESHOCK_SLOW_QUERY_MS", "0");
        Traffic traffic = new Traffic(given);
        traffic.minutes(3, load.perMinute(2).taking(() -> 30_000));
        traffic.hang(load);
        traffic.seconds(35);
        assertEquals(List.of(), given.announced);
        traffic.seconds(40);
        assertEquals(List.of(OPEN), traffic.turns());
    }

    /** It hangs for as long as its client lets it. */
    private static void timeOutAfter(int seconds, Traffic traffic, Load load) {
        Operation operation = traffic.hang(load);
        traffic.seconds(seconds);
        Traffic.timeOut(operation);
        traffic.release();
    }

    @Test
    void a_call_that_timed_out_has_not_shown_that_such_calls_end() {
        Traffic traffic = new Traffic(given);
        traffic.minutes(3, load.perMinute(2).taking(() -> 20));
        timeOutAfter(30, traffic, load);
        assertEquals(List.of(OPEN), traffic.turns());
        traffic.minutes(11);
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
        timeOutAfter(30, traffic, load);
        assertEquals(List.of(OPEN, RESOLVED, OPEN), traffic.turns());
    }

    @Test
    void while_each_attempt_hangs_and_times_out_it_is_one_finding() {
        Traffic traffic = new Traffic(given);
        for (int i = 0; i < 20; i++) {
            timeOutAfter(30, traffic, load);
            traffic.seconds(25);
        }
        assertEquals(List.of(OPEN), traffic.turns());
        traffic.minutes(6);
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
    }

    @Test
    void a_call_that_failed_by_the_fault_of_the_caller_has_ended_well() {
        given.set("FORESHOCK_SLOW_QUERY_MS", "0");
        Traffic traffic = new Traffic(given);
        load.ending(operation -> operation.fail("23505", Outcome.OK));
        traffic.minutes(3, load.perMinute(2).taking(() -> 30_000));
        traffic.hang(load);
        traffic.seconds(35);
        assertEquals(List.of(), given.announced);
    }

    /** As clients of configuration servers do; the first answer comes at once. */
    private static void longPoll(int seconds, Traffic traffic, Load poll) {
        traffic.once(poll.taking(() -> 5));
        for (int i = 0; i < 10; i++) {
            traffic.hang(poll, Kind.BACKGROUND);
            traffic.seconds(seconds);
            traffic.release();
        }
    }

    @Test
    void long_polls_of_a_thread_outside_any_request_wait_for_news() {
        for (int seconds : new int[] {30, 55, 60}) {
            longPoll(seconds, new Traffic(given), new Load());
        }
        assertEquals(List.of(), given.announced);
    }

    @Test
    void another_service_that_does_not_answer_such_a_thread_is_named_later() {
        Traffic traffic = new Traffic(given);
        traffic.hang(new Load(), Kind.BACKGROUND);
        traffic.seconds(85);
        assertEquals(List.of(), given.announced);
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void but_at_once_where_it_is_known_to_answer() {
        Load quotes = new Load().perMinute(30);
        Traffic traffic = new Traffic(given);
        traffic.minutes(1, quotes.taking(() -> 20));
        traffic.hang(quotes, Kind.BACKGROUND);
        traffic.seconds(21);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void a_request_does_not_wait_for_news() {
        Traffic traffic = new Traffic(given);
        traffic.hang(new Load());
        traffic.seconds(21);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void well_known_long_polls_may_take_any_time() {
        Traffic traffic = new Traffic(given);
        for (String path : List.of(
                "POST nacos:8848/nacos/v1/cs/configs/listener",
                "GET apollo:8080/notifications/v2",
                "POST api.example.com/{bot}/getUpdates",
                "POST camunda:8080/engine-rest/external-task/fetchAndLock",
                "GET 127.0.0.1:9001/2018-06-01/runtime/invocation/next")) {
            Shape shape = new Shape(path.hashCode(), path, path, "GET", List.of(), 0, 0, Shape.READS);
            traffic.hang(new Load().of(Kind.HTTP, Traffic.SHIPPING, shape));
        }
        traffic.minutes(5);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void changes_of_a_schema_take_their_time() {
        Shape index = new Shape(970, "create index", "CREATE INDEX", "CREATE", List.of(), 0, 0, Shape.DDL);
        Traffic traffic = new Traffic(given);
        traffic.hang(load.of(Kind.DATABASE, Recorded.POSTGRES, index), Kind.BACKGROUND);
        traffic.minutes(5);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void the_limit_may_be_set_for_some_dependencies_and_the_rule_turned_off() {
        given.set("FORESHOCK_SLOW_HANG_MS_OVERRIDES", "postgresql:shop=40000");
        Traffic traffic = new Traffic(given);
        traffic.hang(load);
        traffic.seconds(35);
        assertEquals(List.of(), given.announced);
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());

        Given off = new Given().set("FORESHOCK_SLOW_HANG_MS", "0");
        Traffic silent = new Traffic(off);
        silent.hang(load);
        silent.minutes(5);
        assertEquals(List.of(), off.announced);
    }

    @Test
    void the_other_findings_of_a_dependency_that_does_not_answer_are_left_out() {
        Traffic traffic = new Traffic(given);
        traffic.minutes(30, load.perMinute(120).taking(traffic.around(5)));
        for (int i = 0; i < 20; i++) {
            traffic.hang(load);
        }
        traffic.minutes(3);
        assertEquals("slow_dependency OPEN", traffic.said().get(0));
        assertTrue(
                traffic.said().stream().noneMatch(OPEN::equals), traffic.said().toString());
    }
}
