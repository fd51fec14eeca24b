// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A small table of what was found before: sets of four slots, the set chosen by a hash. Read and written by any number of
 * threads without synchronisation: a slot must be immutable, with final fields, and one that is lost is found again.
 *
 * @param <S> the type of a slot
 */
final class SlotTable<S> {
    /** With one slot a set, two hot operations in the same set would push each other out for ever. */
    static final int WAYS = 4;

    private final @Nullable Object[] slots;
    private final int shift;
    private int victim;

    /**
     * @param setBits the table has two to this power sets
     */
    SlotTable(int setBits) {
        slots = new Object[WAYS << setBits];
        shift = Long.SIZE - setBits;
    }

    /** The set of a hash, which need not be spread well. */
    int set(long hash) {
        return (int) ((hash * 0x9E3779B97F4A7C15L) >>> shift);
    }

    @SuppressWarnings("unchecked") // nothing else is put in
    @Nullable
    S at(int set, int way) {
        return (S) slots[set * WAYS + way];
    }

    /** Puts the slot into a free place of the set, else in the place of another. */
    void put(int set, S slot) {
        int place = set * WAYS;
        for (int way = 0; way < WAYS; way++) {
            if (slots[place + way] == null) {
                slots[place + way] = slot;
                return;
            }
        }
        slots[place + (victim++ & (WAYS - 1))] = slot;
    }
}
