// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.Arrays;

/** How long the latest attempts waited for their predecessors to have failed: the last 64. Used by the clock thread alone. */
final class RetryDelays {
    private static final int KEPT = 64;
    /** Fewer say nothing. */
    private static final int ENOUGH = 20;

    private static final long BACK_OFF_NANOS = 50_000_000L;
    private static final double STEADY = 0.1;

    private final long[] all = new long[KEPT];
    private final long[] first = new long[KEPT];
    private int allCount;
    private int firstCount;

    /**
     * @param isFirst whether it is the delay before the first retry of a call
     */
    void add(long nanos, boolean isFirst) {
        all[allCount++ % KEPT] = nanos;
        if (isFirst) {
            first[firstCount++ % KEPT] = nanos;
        }
    }

    void clear() {
        allCount = 0;
        firstCount = 0;
    }

    /** The median, or -1 where there are too few. */
    long medianNanos() {
        int count = Math.min(allCount, KEPT);
        if (count < ENOUGH) {
            return -1;
        }
        long[] sorted = Arrays.copyOf(all, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    boolean isWithoutBackOff() {
        long median = medianNanos();
        return median >= 0 && median < BACK_OFF_NANOS;
    }

    /**
     * Whether all calls wait equally long before their first retry, so that what failed together comes back together. Only
     * first retries are compared with each other: an exponential back-off differs from one attempt to the next anyway.
     */
    boolean isWithoutJitter() {
        int count = Math.min(firstCount, KEPT);
        if (count < ENOUGH || isWithoutBackOff()) {
            return false;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += first[i];
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (first[i] - mean) * (first[i] - mean);
        }
        return Math.sqrt(squares / count) < STEADY * mean;
    }
}
