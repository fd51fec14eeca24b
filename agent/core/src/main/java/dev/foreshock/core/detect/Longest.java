// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The longest of the calls that ended well within the last one to two weeks: what runs every night, or on Mondays, is known to end,
 * and what once waited for a lock is forgotten. {@link #record} is for any thread, all else for the clock thread.
 */
final class Longest {
    static final int WEEK_MINUTES = 7 * 24 * 60;
    private static final int NONE = -1;
    private static final VarHandle CELL;

    static {
        try {
            CELL = MethodHandles.lookup().findVarHandle(Longest.class, "cell", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int cell = NONE;
    private int lastWeek = NONE;
    private int minutes;

    /** A call has ended well. Costs one read, unless it is longer than all before it. */
    void record(int ended) {
        int known = cell;
        while (ended > known && !CELL.compareAndSet(this, known, ended)) {
            known = cell;
        }
    }

    /** A minute has passed. */
    void endMinute() {
        if (++minutes >= WEEK_MINUTES) {
            minutes = 0;
            lastWeek = (int) CELL.getAndSet(this, NONE);
        }
    }

    /** What none of them has exceeded; 0 where there was none. */
    long nanos() {
        int longest = Math.max(cell, lastWeek);
        return longest == NONE ? 0 : Latencies.floorNanos(longest + 1);
    }
}
