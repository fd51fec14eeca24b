// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

/**
 * Which exported bucket each cell of the shared geometry belongs to: a table, computed once per layout. A cell belongs as a
 * whole to the bucket of its middle, so that a value within 0.4 % of a bound may be counted on the bound's other side.
 */
abstract class BucketLayout {
    /** Stands for the value 0 where a layout counts it apart. */
    static final int ZERO = Integer.MIN_VALUE;

    /** Where series are taken in turn. */
    final IntervalHistogram interval = new IntervalHistogram();

    private final int[] buckets = new int[Cells.COUNT];

    /**
     * @param unitsPerOne how many recorded units make one exported unit: 1,000,000 where microseconds are exported as seconds
     */
    final void fill(double unitsPerOne) {
        for (int cell = 0; cell < buckets.length; cell++) {
            buckets[cell] = index(Cells.middle(cell) / unitsPerOne);
        }
    }

    /** The bucket of a value in exported units, or {@link #ZERO}. */
    abstract int index(double value);

    final int bucketOf(int cell) {
        return buckets[cell];
    }
}
