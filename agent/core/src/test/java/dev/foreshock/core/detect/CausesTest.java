// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A statement that is slow by itself is named, one that is slow because its database is slow or fails is not. */
class CausesTest {
    private static final String SLOW = "slow_dependency OPEN";
    private static final String WELL = "slow_dependency RESOLVED";
    private static final String STATEMENT = "slow_statement OPEN";
    private static final Target ARCHIVE = new Target("postgresql", "archive.example.com", 5432, "archive");

    private final Given given = new Given();
    private final Traffic traffic = new Traffic(given);
    private final List<Load> shop = new ArrayList<>();

    /** Ten statements, each of four routes. */
    private Load[] shop(double perMinute) {
        for (int statement = 0; statement < 10; statement++) {
            for (int route = 0; route < 4; route++) {
                shop.add(statement(Recorded.POSTGRES, statement)
                        .route("/route" + route)
                        .perMinute(perMinute / 4));
            }
        }
        return shop.toArray(new Load[0]);
    }

    private Load statement(Target target, int number) {
        String table = "table_" + (char) ('a' + number);
        return new Load()
                .of(Kind.DATABASE, target, Recorded.read(300 + number, "select name from " + table, table))
                .taking(traffic.around(20));
    }

    private void takes(double millis) {
        shop.forEach(load -> load.taking(traffic.around(millis)));
    }

    private static Load[] and(Load[] some, Load... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(Load[]::new);
    }

    @Test
    void forty_statements_of_one_slow_database_are_one_finding() {
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        takes(900);
        traffic.minutes(15, loads);
        assertEquals(List.of(SLOW), traffic.turns());
        takes(20);
        traffic.minutes(10, loads);
        assertEquals(List.of(SLOW, WELL), traffic.turns());
    }

    @Test
    void a_statement_that_is_always_slow_stays_named_while_its_database_is_slow() {
        Load report = statement(Recorded.POSTGRES, 20).taking(() -> 800).perMinute(6);
        Load[] loads = and(shop(40), report);
        traffic.minutes(20, loads);
        assertEquals(List.of(STATEMENT), traffic.turns());
        takes(900);
        traffic.minutes(40, loads);
        takes(20);
        traffic.minutes(10, loads);
        assertEquals(List.of(STATEMENT, SLOW, WELL), traffic.turns());
        traffic.minutes(2, and(loads, statement(Recorded.POSTGRES, 21).taking(() -> 700)));
        assertEquals(List.of(STATEMENT, SLOW, WELL, STATEMENT), traffic.turns());
    }

    @Test
    void a_slow_statement_of_another_database_is_named_meanwhile() {
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        takes(900);
        traffic.minutes(6, loads);
        traffic.minutes(1, and(loads, statement(ARCHIVE, 1).taking(() -> 700)));
        assertEquals(List.of(SLOW, STATEMENT), traffic.turns());
    }

    @Test
    void one_statement_that_has_become_slow_is_named_within_seconds() {
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        shop.subList(0, 4).forEach(load -> load.taking(() -> 900).perMinute(60));
        traffic.seconds(15, loads);
        assertEquals(4, traffic.turns().size(), () -> traffic.turns().toString());
        assertEquals(List.of(STATEMENT), traffic.turns().stream().distinct().toList());
    }

    @Test
    void statements_are_named_where_their_database_turns_out_not_to_be_to_blame() {
        // Too few calls to judge it by.
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        shop.forEach(load -> load.perMinute(1));
        shop.subList(0, 8).forEach(load -> load.taking(() -> 900));
        traffic.minutes(4, loads);
        assertEquals(List.of(), traffic.turns());
        traffic.minutes(3, loads);
        assertEquals(List.of(STATEMENT), traffic.turns().stream().distinct().toList());
        assertEquals(8, traffic.turns().size());
    }

    @Test
    void a_moment_in_which_a_database_stood_still_is_nothing() {
        Load[] loads = shop(400);
        traffic.minutes(20, loads);
        takes(700);
        traffic.seconds(5, loads);
        takes(20);
        traffic.minutes(20, loads);
        assertEquals(List.of(), traffic.turns());
    }

    @Test
    void statements_of_a_database_that_fails_are_explained_by_that() {
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        shop.forEach(load -> load.taking(() -> 3_000).ending(Traffic::timeOut));
        traffic.minutes(4, loads);
        assertEquals(List.of("failing_dependency OPEN", SLOW), traffic.turns());
    }

    @Test
    void what_was_named_just_before_its_cause_is_resolved_by_it() {
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        Load first = statement(Recorded.POSTGRES, 22).taking(() -> 1_200).perMinute(12);
        traffic.minutes(1, and(loads, first));
        assertEquals(List.of(STATEMENT), traffic.turns());
        takes(900);
        traffic.minutes(5, and(loads, first));
        assertEquals(List.of(STATEMENT, SLOW, "slow_statement RESOLVED"), traffic.turns());
    }

    @Test
    void the_traces_are_flagged_all_the_same() {
        Load[] loads = shop(40);
        traffic.minutes(20, loads);
        takes(900);
        traffic.minutes(6, loads);
        List<Operation> slow = new ArrayList<>();
        traffic.once(shop.get(0).taking(() -> 900).ending(slow::add));
        assertEquals(
                1,
                slow.get(0).unit().findings().stream()
                        .filter(finding -> finding.type().equals("slow_statement"))
                        .count());
    }
}
