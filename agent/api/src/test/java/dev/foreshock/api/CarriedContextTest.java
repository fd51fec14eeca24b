// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CarriedContextTest {
    private final Cursor cursor = Cursor.get();
    private final LocalTrace unit = new LocalTrace(1, 2, 0, false, null, null, Kind.REQUEST, 3, System.nanoTime(), 0);

    @AfterEach
    void reset() {
        cursor.reset();
    }

    private void endUnit(long nanosAgo) {
        unit.root().close(System.nanoTime() - nanosAgo);
        unit.freeze();
        cursor.reset();
    }

    @Test
    void nothing_is_carried_from_nowhere() {
        assertNull(CarriedContext.capture());
    }

    @Test
    void is_taken_up_turn_by_turn() {
        cursor.enter(unit.root());
        CarriedContext context = CarriedContext.capture();
        assertNull(context.attach(), "the thread does that already");
        cursor.reset();
        for (int turn = 0; turn < 3; turn++) {
            Cursor.Resumption before = context.attach();
            assertSame(unit.root(), cursor.current());
            CarriedContext.restore(before);
            assertNull(cursor.current());
        }
    }

    @Test
    void is_let_go_some_time_after_the_end() {
        cursor.enter(unit.root());
        CarriedContext context = CarriedContext.capture();
        endUnit(1);
        Cursor.Resumption before = context.attach();
        assertNotNull(before, "it has only just ended");
        CarriedContext.restore(before);
    }

    @Test
    void is_let_go_in_the_end() {
        cursor.enter(unit.root());
        CarriedContext context = CarriedContext.capture();
        endUnit(2 * Cursor.INHERITANCE_NANOS);
        assertNull(context.attach());
        assertNull(cursor.current());
    }

    @Test
    void what_repeats_itself_is_let_go_at_once() {
        cursor.enter(unit.root());
        CarriedContext context = CarriedContext.captureUntilEnd();
        endUnit(1);
        assertNull(context.attach());
        assertNull(cursor.current());
    }

    @Test
    void carries_that_nothing_is_recorded() {
        cursor.beginIgnored();
        CarriedContext context = CarriedContext.capture();
        cursor.endIgnored();
        Cursor.Resumption before = context.attach();
        assertSame(true, cursor.isSuppressed());
        CarriedContext.restore(before);
        assertSame(false, cursor.isSuppressed());
    }
}
