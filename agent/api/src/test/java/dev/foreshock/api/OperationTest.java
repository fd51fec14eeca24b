// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OperationTest {
    private static final long MS = 1_000_000L;

    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
    private final Operation call = new Operation(unit, unit.root(), Kind.HTTP, 4, 10 * MS);

    @Test
    void a_wait_for_a_connection_is_no_part_of_the_call() {
        call.awaitConnection();
        assertTrue(call.awaitsConnection());
        call.connectionAwaited(310 * MS, true);
        assertFalse(call.awaitsConnection());
        call.close(410 * MS);
        assertEquals(100 * MS, call.durationNanos());
        assertEquals(310 * MS, call.startNanos());
        assertEquals(0.3, call.attribute("foreshock.pool.wait_seconds"));
        assertEquals(300 * MS, unit.poolWaitNanos());
    }

    @Test
    void a_wait_in_vain_is_all_there_was_of_it() {
        call.awaitConnection();
        call.connectionAwaited(310 * MS, false);
        call.close(310 * MS);
        assertEquals(300 * MS, call.durationNanos());
        assertEquals(0.3, call.attribute("foreshock.pool.wait_seconds"));
        assertEquals(300 * MS, unit.poolWaitNanos());
    }

    @Test
    void of_a_connection_that_was_free_nothing_is_told() {
        call.awaitConnection();
        call.connectionAwaited(10 * MS + 999_999, true);
        call.close(20 * MS);
        assertEquals(10 * MS, call.durationNanos());
        assertNull(call.attribute("foreshock.pool.wait_seconds"));
        assertEquals(0, unit.poolWaitNanos());
    }

    @Test
    void a_second_connection_of_one_call_is_no_wait_before_it() {
        call.awaitConnection();
        call.connectionAwaited(310 * MS, true);
        call.connectionAwaited(500 * MS, true);
        call.close(510 * MS);
        assertEquals(200 * MS, call.durationNanos());
        assertEquals(300 * MS, unit.poolWaitNanos());
    }

    @Test
    void a_call_that_was_cancelled_while_it_waited_stays_as_it_ended() {
        call.awaitConnection();
        call.close(50 * MS);
        call.connectionAwaited(310 * MS, true);
        assertEquals(40 * MS, call.durationNanos());
        assertEquals(0, unit.poolWaitNanos());
    }
}
