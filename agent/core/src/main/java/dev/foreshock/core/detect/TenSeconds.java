// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.Arrays;

/** Counts of the last minute or so, ten seconds at a time: a ring of rows, the oldest of which gives way. For one thread. */
final class TenSeconds {
    private final long[][] rows;
    private int current;

    /**
     * @param rows how many times ten seconds it looks back
     * @param counts how many things are counted
     */
    TenSeconds(int rows, int counts) {
        this.rows = new long[rows][counts];
    }

    /** Ten more seconds begin. */
    void next() {
        current = (current + 1) % rows.length;
        Arrays.fill(rows[current], 0);
    }

    /** Nothing that was before counts any longer. */
    void clear() {
        for (long[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    /** The counts of these ten seconds, to add to. */
    long[] current() {
        return rows[current];
    }

    /** All rows, in no order. Not to be changed. */
    long[][] rows() {
        return rows;
    }

    long sum(int of) {
        long sum = 0;
        for (long[] row : rows) {
            sum += row[of];
        }
        return sum;
    }
}
