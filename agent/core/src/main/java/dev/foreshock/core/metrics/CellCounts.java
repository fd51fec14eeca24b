// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How often each cell was recorded since it was last drained: a histogram with HdrHistogram's geometry whose parts come into
 * being as they are needed, since a series uses few of them.
 *
 * <p>Any number of threads add, one drains. Adding is one atomic increment and does not allocate where the part exists. A
 * count is taken out of its cell atomically: every value belongs to exactly one drain, and none is lost.
 */
final class CellCounts {
    private static final int BLOCK_BITS = 5;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int BLOCKS = (Cells.COUNT + BLOCK - 1) >> BLOCK_BITS;

    /** Array of references, with its wrapper. */
    static final int EMPTY_BYTES = 32 + 4 * BLOCKS;

    static final int BLOCK_BYTES = 32 + 4 * BLOCK;

    static final int MAX_BYTES = EMPTY_BYTES + BLOCKS * BLOCK_BYTES;

    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> blocks = new AtomicReferenceArray<>(BLOCKS);

    /** Counts one value; answers false where that needs more room and the budget has none. */
    boolean add(int cell, ByteBudget budget) {
        AtomicIntegerArray block = blocks.getAcquire(cell >> BLOCK_BITS);
        if (block == null) {
            block = create(cell >> BLOCK_BITS, budget);
            if (block == null) {
                return false;
            }
        }
        block.getAndIncrement(cell & (BLOCK - 1));
        return true;
    }

    private @Nullable AtomicIntegerArray create(int position, ByteBudget budget) {
        if (!budget.reserve(BLOCK_BYTES)) {
            return null;
        }
        AtomicIntegerArray fresh = new AtomicIntegerArray(BLOCK);
        AtomicIntegerArray raced = blocks.compareAndExchange(position, null, fresh);
        if (raced != null) {
            budget.release(BLOCK_BYTES);
            return raced;
        }
        return fresh;
    }

    /** Hands over all counts, in the order of their cells, and sets them to 0. */
    void drain(Sink sink) {
        for (int i = 0; i < BLOCKS; i++) {
            AtomicIntegerArray block = blocks.getAcquire(i);
            for (int j = 0; block != null && j < BLOCK; j++) {
                if (block.getPlain(j) != 0) {
                    sink.take((i << BLOCK_BITS) + j, Integer.toUnsignedLong(block.getAndSet(j, 0)));
                }
            }
        }
    }

    /** Takes the count of one cell. */
    interface Sink {
        void take(int cell, long count);
    }
}
