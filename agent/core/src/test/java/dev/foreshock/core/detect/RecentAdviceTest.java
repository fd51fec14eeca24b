// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecentAdviceTest {
    private static final long MINUTE = 60 * Clock.SECOND;

    private final RecentAdvice recently = new RecentAdvice();

    @Test
    void the_same_is_due_once_a_minute() {
        assertTrue(recently.isDue(7, MINUTE));
        assertFalse(recently.isDue(7, MINUTE + 1));
        assertFalse(recently.isDue(7, 2 * MINUTE - 1));
        assertTrue(recently.isDue(7, 2 * MINUTE));
        assertFalse(recently.isDue(7, 2 * MINUTE));
    }

    @Test
    void the_first_is_due_whatever_its_id_and_the_time() {
        for (long id : new long[] {0, -1, Long.MIN_VALUE, 1L << 40}) {
            assertTrue(new RecentAdvice().isDue(id, 0));
            assertTrue(new RecentAdvice().isDue(id, -MINUTE));
        }
    }

    @Test
    void a_hundred_busy_routes_are_told_apart_mostly() {
        int again = 0;
        for (int round = 0; round < 100; round++) {
            for (long route = 0; route < 100; route++) {
                again += recently.isDue(route * 0x5DEECE66DL + 11, 1) ? 1 : 0;
            }
        }
        assertTrue(again < 5_000, again + " of 10,000");
        assertEquals(100, Math.min(100, again), "each was due the first time");
    }
}
