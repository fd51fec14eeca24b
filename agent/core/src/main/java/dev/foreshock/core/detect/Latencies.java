// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/**
 * Durations in 128 cells, four to each doubling, from a microsecond to an hour: a cell is 14 to 25 % wide, and a quantile
 * interpolated within one is exact enough to see a factor of three.
 */
final class Latencies {
    static final int CELLS = 128;
    /** Below two to this power of nanoseconds all is one cell. */
    private static final int FIRST_POWER = 10;

    private Latencies() {}

    static int cell(long nanos) {
        if (nanos < 1L << FIRST_POWER) {
            return 0;
        }
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int cell = (power - FIRST_POWER) * 4 + (int) (nanos >>> (power - 2) & 3);
        return Math.min(cell, CELLS - 1);
    }

    /** The least duration of a cell. */
    static long floorNanos(int cell) {
        int power = FIRST_POWER + cell / 4;
        return (1L << power) + (long) (cell % 4) * (1L << (power - 2));
    }

    static long total(int[] counts) {
        long total = 0;
        for (int i = 0; i < CELLS; i++) {
            total += counts[i];
        }
        return total;
    }

    /** In nanoseconds; 0 where nothing has been counted. */
    static long quantile(int[] counts, long total, double quantile) {
        double rank = quantile * total;
        long below = 0;
        for (int i = 0; i < CELLS && total > 0; i++) {
            if (counts[i] > 0 && below + counts[i] >= rank) {
                double within = (rank - below) / counts[i];
                long floor = floorNanos(i);
                return floor + (long) (within * (floorNanos(i + 1) - floor));
            }
            below += counts[i];
        }
        return 0;
    }

    /** What no duration counted exceeds; 0 where nothing has been counted. */
    static long longest(int[] counts) {
        for (int i = CELLS - 1; i >= 0; i--) {
            if (counts[i] > 0) {
                return floorNanos(i + 1);
            }
        }
        return 0;
    }
}
