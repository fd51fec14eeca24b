// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Span ids of the last requests, 8 kB of them. Direct-mapped: an id is forgotten when another one takes its slot, so an answer
 * of false may be wrong and one of true is not. Thread safe, without locks.
 */
final class RecentIds {
    private static final int SLOTS = 1_024;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /** Answers false where the id was there already. */
    boolean add(long id) {
        return slots.getAndSet(slot(id), id) != id;
    }

    boolean contains(long id) {
        return slots.get(slot(id)) == id;
    }

    private static int slot(long id) {
        return (int) (id >>> 32 ^ id) & (SLOTS - 1);
    }
}
