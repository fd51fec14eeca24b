// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * The operations of one unit of work that began last, from which those still under way are told: a call that hangs is seen
 * while it hangs.
 *
 * <p>A ring that any thread of the unit writes without a guard. Of several threads that begin an operation at the same time
 * one may be forgotten, which costs the watchdog a glimpse and the request nothing.
 */
final class RunningOperations {
    /** A power of two. */
    static final int MAX = 8;

    private final @Nullable Operation[] ring = new Operation[MAX];
    private int begun;

    void begin(Operation operation) {
        ring[begun++ & (MAX - 1)] = operation;
    }

    /**
     * The innermost operations of the root's unit that have not ended, the root excepted. Allocates nothing.
     *
     * @return how many were put into {@code into}
     */
    int copy(Operation root, @Nullable Operation[] into) {
        int count = 0;
        for (Operation last : ring) {
            Operation innermost = last;
            while (innermost != null && innermost.isEnded()) {
                innermost = innermost.parent();
            }
            if (innermost != null && innermost.unit() == root.unit() && innermost != root) {
                count = add(into, count, innermost);
            }
        }
        return count;
    }

    private static int add(@Nullable Operation[] into, int count, Operation operation) {
        for (int i = 0; i < count; i++) {
            Operation known = into[i];
            if (known == operation || (known != null && isWithin(operation, known))) {
                return count;
            }
            if (known != null && isWithin(known, operation)) {
                into[i] = operation;
                return count;
            }
        }
        into[count] = operation;
        return count + 1;
    }

    /** Whether {@code outer} is one of the operations that {@code inner} began within. */
    private static boolean isWithin(Operation outer, Operation inner) {
        for (Operation o = inner.parent(); o != null; o = o.parent()) {
            if (o == outer) {
                return true;
            }
        }
        return false;
    }
}
