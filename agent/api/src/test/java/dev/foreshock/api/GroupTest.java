// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GroupTest {
    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
    private final Shape shape = new Shape(7, "select ?", "SELECT", "SELECT", List.of(), 0, 0, Shape.READS);
    private long clock = 1;

    @Test
    void counts_few_values_exactly() {
        Group group = null;
        for (int i = 0; i < 100; i++) {
            group = call(i % 16);
        }
        assertEquals(100, group.count());
        assertEquals(16, group.distinct());
    }

    @Test
    void estimates_many_values() {
        SplittableRandom random = new SplittableRandom(42);
        Group group = null;
        for (int i = 0; i < 400; i++) {
            group = call(random.nextInt(200));
        }
        assertTrue(Math.abs(group.distinct() - 175) < 45, () -> "some 175 of 200 values were used");
    }

    @Test
    void never_answers_more_values_than_calls() {
        Group group = null;
        for (int i = 0; i < 2_001; i++) {
            group = call(Math.min(i, 1_999));
            assertTrue(group.distinct() <= group.count());
        }
        assertTrue(group.distinct() > 1_000, "2,000 different values");
    }

    @Test
    void tells_fifty_values_from_two_thousand() {
        Group group = null;
        for (int i = 0; i < 2_000; i++) {
            group = call(i % 50);
        }
        assertEquals(50, group.distinct(), 12);
    }

    @Test
    void sees_calls_that_overlap_and_calls_that_wait() {
        Operation first = new Operation(unit, unit.root(), Kind.DATABASE, 1, 100);
        Operation second = new Operation(unit, unit.root(), Kind.DATABASE, 2, 150);
        Operation third = new Operation(unit, unit.root(), Kind.DATABASE, 3, 5_000_000_000L);
        first.close(200);
        second.close(300);
        third.close(5_000_000_100L);
        Group group = null;
        for (Operation operation : List.of(first, second, third)) {
            operation.shape(shape);
            group = unit.add(operation, true);
        }
        assertEquals(1, group.overlaps());
        assertEquals(1, group.longGaps());
        assertEquals(100 + 150 + 100, group.sumNanos());
        assertEquals(150, group.maxNanos());
    }

    @Test
    void adds_rows_when_a_result_has_been_read() {
        Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, 1, 100);
        operation.shape(shape);
        operation.close(200);
        Group group = unit.add(operation, true);
        operation.addRow();
        operation.addRow();
        assertEquals(0, group.rowsKnown());
        operation.rowsComplete();
        operation.rowsComplete();
        assertEquals(1, group.rowsKnown());
        assertEquals(2, group.rowsSum());
    }

    @Test
    void a_unit_knows_the_rows_of_operations_that_it_only_counted() {
        for (int i = 0; i < 3; i++) {
            Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, 1, clock++);
            operation.shape(shape);
            operation.rows(5);
            if (i > 0) {
                operation.rowsComplete();
            }
            operation.close(clock++);
            unit.add(operation, i < 2);
        }
        assertEquals(15, unit.rows(), "one still open, one read, one read and not kept");
    }

    private Group call(long value) {
        Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, 1, clock++);
        operation.shape(shape);
        operation.parameterHash(value * 0x9E3779B97F4A7C15L);
        operation.close(clock++);
        return unit.add(operation, unit.recorded() < LocalTrace.MAX_OPERATIONS);
    }
}
