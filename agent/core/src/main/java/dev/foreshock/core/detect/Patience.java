// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/**
 * From when on a call that is given up had been waited for: a time limiter ends it, and not a hedge that has won, a visitor who leaves or
 * another search. Of calls that are well one in twenty comes as far, whyever they are given up. Written by the clock thread, read by
 * any.
 */
final class Patience {
    private static final double BEYOND_USUAL = 1.5;
    private static final long LEAST = 10_000_000L;
    /** Where nothing is known. Time limiters wait for a second unless told otherwise, and the call may begin a little after them. */
    private static final long UNKNOWN = 900_000_000L;

    private volatile long nanos = UNKNOWN;

    /**
     * @param usualNanos the usual 95th percentile, 0 where it is not known
     * @param longestNanos the longest call that ended well
     */
    void learn(long usualNanos, long longestNanos) {
        nanos = usualNanos > 0 ? Math.max(LEAST, (long) (BEYOND_USUAL * usualNanos)) : Math.max(UNKNOWN, longestNanos);
    }

    boolean isOver(long waitedNanos) {
        return waitedNanos > nanos;
    }
}
