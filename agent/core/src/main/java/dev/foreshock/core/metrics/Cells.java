// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

/**
 * The geometry that all histograms of the agent share: whole values from 0 to {@link #LIMIT} with two significant digits,
 * laid out as HdrHistogram lays them out. Exact up to 255; above that a cell is at most 1/128 of its value wide.
 */
final class Cells {
    /** The largest value: 60 s in microseconds. What lies above is recorded as this and counted as clamped. */
    static final long LIMIT = 60_000_000;

    static final int DIGITS = 2;

    /** 2 digits ask for 200 single steps, which HdrHistogram rounds up to a power of two. */
    private static final int EXACT = 256;

    private static final int HALF_BITS = 7;
    private static final int HALF = 1 << HALF_BITS;

    static final int COUNT = of(LIMIT) + 1;

    private Cells() {}

    /** The cell that a value falls into. */
    static int of(long value) {
        int magnitude = 64 - (HALF_BITS + 1) - Long.numberOfLeadingZeros(value | (EXACT - 1));
        int step = (int) (value >>> magnitude);
        return ((magnitude + 1) << HALF_BITS) + step - HALF;
    }

    /** The smallest value of a cell. */
    static long low(int cell) {
        return cell < EXACT ? cell : (long) ((cell & (HALF - 1)) + HALF) << magnitude(cell);
    }

    /** The largest value of a cell. */
    static long high(int cell) {
        return cell < EXACT ? cell : low(cell) + (1L << magnitude(cell)) - 1;
    }

    /** What a cell stands for. */
    static double middle(int cell) {
        return (low(cell) + high(cell)) / 2.0;
    }

    private static int magnitude(int cell) {
        return (cell >> HALF_BITS) - 1;
    }
}
