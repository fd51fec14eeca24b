// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one shape to one target within one unit of work, counted as they end: what an N+1 is read from. At most 64
 * per unit. Most calls have no second of their shape in a unit, so a group of one holds that call alone (24 bytes); what is
 * counted over several is made with the second (150 bytes, and 60 to 250 more where they carry several values).
 *
 * <p>Threading: written under the unit's guard, read by detectors under the same guard or once the unit has ended.
 */
public final class Group {
    private final Operation first;
    private final int firstSequence;
    private @Nullable Repeats repeats;

    /**
     * A group of one call that has just ended.
     *
     * @param sequence the call's number among those of the unit, from 0
     */
    Group(Operation first, int sequence) {
        this.first = first;
        this.firstSequence = sequence;
    }

    /** Counts one more call that has just ended. {@code sequence} numbers the calls of the unit from 0. */
    void add(Operation operation, int sequence) {
        repeats().add(operation, sequence);
    }

    private Repeats repeats() {
        Repeats known = repeats;
        if (known == null) {
            known = repeats = new Repeats(first, firstSequence);
        }
        return known;
    }

    /** The result of one of the calls has been read to its end. */
    void addRows(int rows) {
        Repeats known = repeats;
        if (known != null) {
            known.addRows(rows);
        }
    }

    /** One more row of a call whose rows were added already. */
    void addRow() {
        Repeats known = repeats;
        if (known != null) {
            known.addRow();
        } else {
            // The first result was a page of its own; the one that goes on is not.
            repeats = new Repeats(first, firstSequence, first.rows() - 1);
            repeats.addRow();
        }
    }

    /**
     * How many different parameter values were seen: exact up to 16, beyond that an estimate, never more than {@link
     * #count}. Saturates near 1,400, where it answers the count.
     */
    public int distinct() {
        Repeats known = repeats;
        return known == null ? 1 : known.distinct();
    }

    public Kind kind() {
        return first.kind();
    }

    /** The shape of the first call. */
    public Shape shape() {
        return Objects.requireNonNull(first.shape());
    }

    public @Nullable Target target() {
        return first.target();
    }

    /** The number of calls. */
    public int count() {
        Repeats known = repeats;
        return known == null ? 1 : known.count;
    }

    public int failed() {
        Repeats known = repeats;
        return known != null ? known.failed : first.isFailed() ? 1 : 0;
    }

    /** How many of the calls were batches. */
    public int batches() {
        Repeats known = repeats;
        return known != null ? known.batches : first.batchSize() > 0 ? 1 : 0;
    }

    /** How many calls began before another one of the group had ended. */
    public int overlaps() {
        Repeats known = repeats;
        return known == null ? 0 : known.overlaps;
    }

    /** How many calls came more than a second after the one before. */
    public int longGaps() {
        Repeats known = repeats;
        return known == null ? 0 : known.longGaps;
    }

    /** How many calls carried an IN list of two values or more, or an array in its place. */
    public int multiArity() {
        Repeats known = repeats;
        return known != null ? known.multiArity : Repeats.carriesSeveral(shape()) ? 1 : 0;
    }

    public long aritySum() {
        Repeats known = repeats;
        return known == null ? shape().arity() : known.aritySum;
    }

    public int maxArity() {
        Repeats known = repeats;
        return known == null ? shape().arity() : known.maxArity;
    }

    public long sumNanos() {
        Repeats known = repeats;
        return known == null ? first.durationNanos() : known.sumNanos;
    }

    public long maxNanos() {
        Repeats known = repeats;
        return known == null ? first.durationNanos() : known.maxNanos;
    }

    /** Rows read by the calls whose results were read to the end; their number is {@link #rowsKnown}. */
    public long rowsSum() {
        Repeats known = repeats;
        return known == null ? pageRows() : known.rowsSum;
    }

    public int rowsKnown() {
        Repeats known = repeats;
        return known != null ? known.rowsKnown : first.isRowsComplete() ? 1 : 0;
    }

    /** Rows of the first result that was read to its end. */
    public int pageRows() {
        Repeats known = repeats;
        return known != null ? known.pageRows : first.isRowsComplete() ? first.rows() : 0;
    }

    /** How many results had another number of rows than the first: at most the last one where pages are read. */
    public int oddPages() {
        Repeats known = repeats;
        return known == null ? 0 : known.oddPages;
    }

    /** Rows of the result that was last read to its end. */
    public int lastRows() {
        Repeats known = repeats;
        return known == null ? pageRows() : known.lastRows;
    }

    /** {@link System#nanoTime} when the first call of the group to end had begun. */
    public long firstStartNanos() {
        return first.startNanos();
    }

    /** {@link System#nanoTime} when the last call ended. */
    public long lastEndNanos() {
        Repeats known = repeats;
        return known == null ? first.endNanos() : known.lastEndNanos;
    }

    /** Position of the first call among all calls of the unit. */
    public int firstSequence() {
        return firstSequence;
    }

    public int lastSequence() {
        Repeats known = repeats;
        return known == null ? firstSequence : known.lastSequence;
    }

    public Operation slowest() {
        Repeats known = repeats;
        return known == null ? first : known.slowest;
    }

    public Operation latest() {
        Repeats known = repeats;
        return known == null ? first : known.latest;
    }

    /** Where in the application's code the calls come from, as far as it was looked up. */
    public @Nullable CallSite callSite() {
        Repeats known = repeats;
        return known == null ? null : known.callSite;
    }

    /** The recorder alone calls it: at the third call, and for a check at the tenth. */
    public void callSite(CallSite found) {
        repeats().seenAt(found);
    }

    public int callSiteMismatches() {
        Repeats known = repeats;
        return known == null ? 0 : known.callSiteMismatches;
    }
}
