// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one shape to one target within one unit of work, counted as they end: what an N+1 is read from. At most 64
 * per unit, about 150 bytes each, and 60 to 250 more where a shape is called with several values.
 *
 * <p>Threading: written under the unit's guard, read by detectors under the same guard or once the unit has ended.
 */
public final class Group {
    private final Kind kind;
    private final Shape shape;
    private final @Nullable Target target;
    private final int firstSequence;
    private int lastSequence;
    private int count;
    private int failed;
    private int batches;
    private int overlaps;
    private int longGaps;
    private int multiArity;
    private long aritySum;
    private int maxArity;
    private long sumNanos;
    private long maxNanos;
    private long rowsSum;
    private int rowsKnown;
    private int pageRows;
    private int oddPages;
    private int lastRows;
    private final long firstStartNanos;
    private long lastEndNanos;
    private @Nullable Operation slowest;
    private @Nullable Operation latest;
    private @Nullable CallSite callSite;
    private int callSiteMismatches;

    private long firstValue;

    /** From the second value on: most statements run once. */
    private @Nullable DistinctValues values;

    Group(Kind kind, Shape shape, @Nullable Target target, int sequence, long startNanos) {
        this.kind = kind;
        this.shape = shape;
        this.target = target;
        this.firstSequence = sequence;
        this.firstStartNanos = startNanos;
    }

    /** Counts one more call that has just ended. {@code sequence} numbers the calls of the unit from 0. */
    void add(Operation operation, int sequence) {
        long duration = operation.durationNanos();
        if (count > 0) {
            if (operation.startNanos() < lastEndNanos) {
                overlaps++;
            } else if (operation.startNanos() - lastEndNanos > 1_000_000_000L) {
                longGaps++;
            }
        }
        count++;
        lastSequence = sequence;
        lastEndNanos = Math.max(lastEndNanos, operation.endNanos());
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
        Shape own = operation.shape();
        if (own != null) {
            aritySum += own.arity();
            maxArity = Math.max(maxArity, own.arity());
            if (own.arity() > 1 || own.is(Shape.ARRAY)) {
                multiArity++;
            }
            addValue(own.literalHash() * 31 + operation.parameterHash());
        }
        if (operation.isRowsComplete()) {
            addRows(operation.rows());
        }
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

    /** One more row of a call whose rows were added already. */
    void addRow() {
        rowsSum++;
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

    /**
     * How many different parameter values were seen: exact up to 16, beyond that an estimate, never more than {@link
     * #count}. Saturates near 1,400, where it answers the count.
     */
    public int distinct() {
        DistinctValues known = values;
        return known == null ? 1 : known.number(count);
    }

    public Kind kind() {
        return kind;
    }

    public Shape shape() {
        return shape;
    }

    public @Nullable Target target() {
        return target;
    }

    /** The number of calls. */
    public int count() {
        return count;
    }

    public int failed() {
        return failed;
    }

    /** How many of the calls were batches. */
    public int batches() {
        return batches;
    }

    /** How many calls began before another one of the group had ended. */
    public int overlaps() {
        return overlaps;
    }

    /** How many calls came more than a second after the one before. */
    public int longGaps() {
        return longGaps;
    }

    /** How many calls carried an IN list of two values or more, or an array in its place. */
    public int multiArity() {
        return multiArity;
    }

    public long aritySum() {
        return aritySum;
    }

    public int maxArity() {
        return maxArity;
    }

    public long sumNanos() {
        return sumNanos;
    }

    public long maxNanos() {
        return maxNanos;
    }

    /** Rows read by the calls whose results were read to the end; their number is {@link #rowsKnown}. */
    public long rowsSum() {
        return rowsSum;
    }

    public int rowsKnown() {
        return rowsKnown;
    }

    /** Rows of the first result that was read to its end. */
    public int pageRows() {
        return pageRows;
    }

    /** How many results had another number of rows than the first: at most the last one where pages are read. */
    public int oddPages() {
        return oddPages;
    }

    /** Rows of the result that was last read to its end. */
    public int lastRows() {
        return lastRows;
    }

    /** {@link System#nanoTime} when the first call of the group to end had begun. */
    public long firstStartNanos() {
        return firstStartNanos;
    }

    /** {@link System#nanoTime} when the last call ended. */
    public long lastEndNanos() {
        return lastEndNanos;
    }

    /** Position of the first call among all calls of the unit. */
    public int firstSequence() {
        return firstSequence;
    }

    public int lastSequence() {
        return lastSequence;
    }

    public @Nullable Operation slowest() {
        return slowest;
    }

    public @Nullable Operation latest() {
        return latest;
    }

    /** Where in the application's code the calls come from, as far as it was looked up. */
    public @Nullable CallSite callSite() {
        return callSite;
    }

    /** The recorder alone calls it: at the third call, and for a check at the tenth. */
    public void callSite(CallSite found) {
        if (callSite == null) {
            callSite = found;
        } else if (callSite.hash() != found.hash()) {
            callSiteMismatches++;
        }
    }

    public int callSiteMismatches() {
        return callSiteMismatches;
    }
}
