// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What is counted over the calls of a {@link Group} from the second on. Written and read as the group is.
 */
final class Repeats {
    private static final long LONG_GAP_NANOS = 1_000_000_000L;

    int lastSequence;
    int count;
    int failed;
    int batches;
    int overlaps;
    int longGaps;
    int multiArity;
    long aritySum;
    int maxArity;
    long sumNanos;
    long maxNanos;
    long rowsSum;
    int rowsKnown;
    int pageRows;
    int oddPages;
    int lastRows;
    long lastEndNanos;
    Operation slowest;
    Operation latest;

    @Nullable
    CallSite callSite;

    int callSiteMismatches;

    private long firstValue;

    /** From the second value on: many a call is repeated as it was. */
    private @Nullable DistinctValues values;

    Repeats(Operation first, int sequence) {
        this(first, sequence, first.rows());
    }

    /**
     * @param rows of the first result of {@code first}, if that has been read to its end
     */
    Repeats(Operation first, int sequence, int rows) {
        slowest = first;
        latest = first;
        count(first, sequence, rows);
    }

    /** One more call has ended. */
    void add(Operation operation, int sequence) {
        if (operation.startNanos() < lastEndNanos) {
            overlaps++;
        } else if (operation.startNanos() - lastEndNanos > LONG_GAP_NANOS) {
            longGaps++;
        }
        count(operation, sequence, operation.rows());
    }

    private void count(Operation operation, int sequence, int rows) {
        long duration = operation.durationNanos();
        lastEndNanos = count == 0 ? operation.endNanos() : Math.max(lastEndNanos, operation.endNanos());
        count++;
        lastSequence = sequence;
        sumNanos += duration;
        if (duration >= maxNanos) {
            maxNanos = duration;
            slowest = operation;
        }
        latest = operation;
        if (operation.isFailed()) {
            failed++;
        }
        if (operation.batchSize() > 0) {
            batches++;
        }
        Shape shape = operation.shape();
        if (shape != null) {
            aritySum += shape.arity();
            maxArity = Math.max(maxArity, shape.arity());
            if (carriesSeveral(shape)) {
                multiArity++;
            }
            addValue(shape.literalHash() * 31 + operation.parameterHash());
        }
        if (operation.isRowsComplete()) {
            addRows(rows);
        }
    }

    static boolean carriesSeveral(Shape shape) {
        return shape.arity() > 1 || shape.is(Shape.ARRAY);
    }

    private void addValue(long value) {
        DistinctValues known = values;
        if (known != null) {
            known.add(value);
        } else if (count == 1) {
            firstValue = value;
        } else if (value != firstValue) {
            values = new DistinctValues(firstValue, value);
        }
    }

    int distinct() {
        DistinctValues known = values;
        return known == null ? 1 : known.number(count);
    }

    void addRows(int rows) {
        if (rowsKnown++ == 0) {
            pageRows = rows;
        } else if (rows != pageRows) {
            oddPages++;
        }
        rowsSum += rows;
        lastRows = rows;
    }

    void addRow() {
        rowsSum++;
    }

    void seenAt(CallSite found) {
        if (callSite == null) {
            callSite = found;
        } else if (callSite.hash() != found.hash()) {
            callSiteMismatches++;
        }
    }
}
