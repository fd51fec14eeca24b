// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different values there were: exact up to 16, beyond that by linear counting over 256 bits (Whang and others,
 * 1990). Values are hashes; none is kept beyond the sixteenth. Guarded as its {@link Group} is.
 */
final class DistinctValues {
    private static final int EXACT = 16;
    private static final int BITS = 256;

    private long[] values;
    private int size;
    private long @Nullable [] sketch;

    DistinctValues(long first, long second) {
        values = new long[] {first, second, 0, 0};
        size = 2;
    }

    void add(long value) {
        long[] bits = sketch;
        if (bits == null) {
            for (int i = 0; i < size; i++) {
                if (values[i] == value) {
                    return;
                }
            }
            if (size < EXACT) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size++] = value;
                return;
            }
            bits = sketch = new long[BITS / Long.SIZE];
            for (long known : values) {
                mark(bits, known);
            }
        }
        mark(bits, value);
    }

    private static void mark(long[] bits, long value) {
        // Linear counting wants random bits: a multiplication alone would spread consecutive values too evenly.
        long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        int bit = (int) (mixed >>> 56);
        bits[bit >> 6] |= 1L << (bit & 63);
    }

    /** Never more than {@code count}, the number of values that were added. */
    int number(int count) {
        long[] bits = sketch;
        if (bits == null) {
            return size;
        }
        int empty = BITS;
        for (long word : bits) {
            empty -= Long.bitCount(word);
        }
        if (empty == 0) {
            return count;
        }
        double estimate = -BITS * Math.log((double) empty / BITS);
        return (int) Math.min(count, Math.max(EXACT + 1, Math.round(estimate)));
    }
}
