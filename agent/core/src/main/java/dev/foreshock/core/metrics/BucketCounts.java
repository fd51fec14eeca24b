// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.Arrays;

/** Counts of consecutive buckets, as wide as what was counted. For one thread. */
final class BucketCounts {
    private static final int STEP = 16;

    private long[] counts = {};
    private int first;

    void add(int bucket, long count) {
        if (counts.length == 0) {
            first = bucket;
            counts = new long[STEP];
        } else if (bucket < first) {
            int more = (first - bucket + STEP - 1) / STEP * STEP;
            long[] wider = new long[counts.length + more];
            System.arraycopy(counts, 0, wider, more, counts.length);
            counts = wider;
            first -= more;
        } else if (bucket - first >= counts.length) {
            counts = Arrays.copyOf(counts, (bucket - first) / STEP * STEP + STEP);
        }
        counts[bucket - first] += count;
    }

    long get(int bucket) {
        int position = bucket - first;
        return position < 0 || position >= counts.length ? 0 : counts[position];
    }

    /** The lowest bucket with a count, or 0 where there is none. */
    int lowest() {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                return first + i;
            }
        }
        return 0;
    }

    /** The highest bucket with a count, or -1 below {@link #lowest} where there is none. */
    int highest() {
        for (int i = counts.length - 1; i >= 0; i--) {
            if (counts[i] != 0) {
                return first + i;
            }
        }
        return -1;
    }

    /** The same counts in buckets {@code 2^shift} times as wide: what an exponential histogram has at a smaller scale. */
    BucketCounts downscaled(int shift) {
        BucketCounts wider = new BucketCounts();
        for (int bucket = lowest(); bucket <= highest(); bucket++) {
            long count = get(bucket);
            if (count != 0) {
                wider.add(bucket >> shift, count);
            }
        }
        return wider;
    }

    long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    void clear() {
        Arrays.fill(counts, 0);
    }
}
