// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import org.jspecify.annotations.Nullable;

/** Finds the query whose rows a loop runs over: the 1 of N+1. */
final class Parents {
    private static final int MAX_MULTIPLE = 8;
    private static final int MIN_ROWS_OF_MULTIPLE = 5;

    private Parents() {}

    /**
     * The shape of an earlier read that returned about as many rows as the group has calls, or a fraction of that; {@code
     * null} where there is none.
     *
     * @param underWay whether more calls are to be expected: then a read with more rows will do
     */
    static @Nullable Shape find(LocalTrace unit, Group group, boolean underWay) {
        for (Operation read : unit.recentReads()) {
            Shape shape = read.shape();
            if (shape != null
                    && !isSibling(read.group(), group)
                    && read.endNanos() - group.firstStartNanos() <= 0
                    && isParent(read.rows(), group.count(), underWay)) {
                return shape;
            }
        }
        for (int i = 0; i < unit.groupCount(); i++) {
            Group other = unit.groupAt(i);
            if (!isSibling(other, group)
                    && other.shape().is(Shape.READS)
                    && other.firstSequence() < group.firstSequence()
                    && isParent(other.rowsSum(), group.count(), underWay)) {
                return other.shape();
            }
        }
        return null;
    }

    /** A group with as many calls of its own runs in the same loop, however many rows it read. */
    private static boolean isSibling(@Nullable Group other, Group group) {
        return other != null && other.count() * 2 > group.count();
    }

    static boolean isParent(long rows, int calls, boolean underWay) {
        if (rows < 2 || rows * 5 < calls * 4L / MAX_MULTIPLE) {
            return false;
        }
        if (rows * 5 >= calls * 4L && (underWay || rows * 4 <= calls * 5L)) {
            return true;
        }
        long multiple = Math.round((double) calls / rows);
        return rows >= MIN_ROWS_OF_MULTIPLE
                && multiple >= 2
                && multiple <= MAX_MULTIPLE
                && Math.abs(calls - multiple * rows) * 50 <= calls;
    }
}
