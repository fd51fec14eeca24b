// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

/**
 * One series as it is exported: what has been taken from its cells, in exported buckets. Invariant: {@code zeroCount +
 * buckets.total() == count}. Belongs to the collecting thread.
 */
final class Totals {
    final BucketCounts buckets = new BucketCounts();
    private final BucketLayout layout;
    private long zeroCount;
    private long count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max = -1;

    Totals(BucketLayout layout) {
        this.layout = layout;
    }

    /** So many more values of one cell. */
    void add(int cell, long cellCount) {
        int bucket = layout.bucketOf(cell);
        if (bucket == BucketLayout.ZERO) {
            zeroCount += cellCount;
        } else {
            buckets.add(bucket, cellCount);
        }
        count += cellCount;
    }

    /** The smallest and the largest value of what was added, to the precision of a cell. */
    void extend(long smallest, long largest) {
        min = Math.min(min, smallest);
        max = Math.max(max, largest);
    }

    /** A sum that belongs to what was taken. */
    void addToSum(long more) {
        sum += more;
    }

    void clear() {
        buckets.clear();
        zeroCount = 0;
        count = 0;
        sum = 0;
        min = Long.MAX_VALUE;
        max = -1;
    }

    long zeroCount() {
        return zeroCount;
    }

    long count() {
        return count;
    }

    /** In nanoseconds, or in counts. */
    long sum() {
        return sum;
    }

    /** In microseconds, or in counts, to the precision of a cell. Only where {@link #count} is not 0. */
    long min() {
        return min;
    }

    /** As {@link #min}. */
    long max() {
        return Math.min(Cells.LIMIT, max);
    }
}
