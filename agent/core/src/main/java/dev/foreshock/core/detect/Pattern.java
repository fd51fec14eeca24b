// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Shape;

/**
 * What many similar calls in one unit of work are, by the evidence that their group has counted.
 *
 * <p>The order of the checks matters: a group is what it first matches, so that nothing is reported twice and no two pieces
 * of advice contradict each other.
 */
enum Pattern {
    /** Nothing to speak of: probes, transactions, schema changes, retries, waiting on purpose. */
    NONE,
    /** Asked again after a pause: a poller or a consumer loop. */
    POLLING,
    /** Many at the same time. */
    FAN_OUT,
    /** Numbers drawn from a sequence. */
    SEQUENCE,
    /** Writes of one row each. */
    UNBATCHED,
    /** The same values every time. */
    REDUNDANT,
    /** IN lists of several values. */
    CHUNKED,
    /** Pages of constant size. */
    PAGES,
    /** A different value nearly every time. */
    N_PLUS_ONE,
    /** Different values, each of them several times. */
    REPEATED_KEYS;

    private static final long PACE_NANOS = 100_000_000L;
    private static final int IGNORED = Shape.PROBE | Shape.TRANSACTION | Shape.DDL | Shape.BLOCKING;

    /** Allocates nothing; quick, since it runs for each group of each unit. */
    static Pattern of(LocalTrace unit, Group group, int minDistinct) {
        Kind kind = group.kind();
        Shape shape = group.shape();
        int count = group.count();
        boolean remote = kind == Kind.HTTP || kind == Kind.RPC;
        // A stream may last as long as it likes, and one for each key is a loop all the same.
        int ignored = kind == Kind.RPC ? IGNORED & ~Shape.BLOCKING : IGNORED;
        if (!(remote || kind == Kind.DATABASE || kind == Kind.CACHE) || shape.is(ignored)) {
            return NONE;
        }
        if (count < 2 || group.failed() * 2 >= count) {
            return NONE;
        }
        if (isPaced(unit, group)) {
            return POLLING;
        }
        if (group.overlaps() * 5 >= count) {
            return FAN_OUT;
        }
        if (shape.is(Shape.SEQUENCE)) {
            return SEQUENCE;
        }
        if (!remote && shape.is(Shape.WRITES)) {
            return writes(group);
        }
        if (!remote && !shape.is(Shape.READS | Shape.CALL)) {
            return NONE;
        }
        if (group.distinct() <= 1) {
            return same(group);
        }
        return different(group, minDistinct);
    }

    /** More than half of the gaps longer than a second, or a steady pace where nobody waits for an answer. */
    private static boolean isPaced(LocalTrace unit, Group group) {
        int gaps = group.count() - 1;
        if (group.longGaps() * 2 > gaps) {
            return true;
        }
        Kind kind = unit.root().kind();
        if (kind == Kind.REQUEST || (kind != Kind.BACKGROUND && group.distinct() > 1)) {
            return false;
        }
        return idleNanos(group) >= PACE_NANOS;
    }

    /** How long the group did nothing between two calls, on average. */
    static long idleNanos(Group group) {
        long idle = group.lastEndNanos() - group.firstStartNanos() - group.sumNanos();
        return idle / Math.max(1, group.count() - 1);
    }

    private static Pattern writes(Group group) {
        boolean batched = group.batches() * 5 >= group.count() * 4;
        boolean severalRows = group.rowsKnown() > 0 && group.rowsSum() * 20 > group.rowsKnown() * 21L;
        return batched || severalRows ? NONE : UNBATCHED;
    }

    /** An answer that changes, or a lock that is taken, is asked for with reason. */
    private static Pattern same(Group group) {
        boolean reasonable = group.shape().is(Shape.LOCKS | Shape.VOLATILE | Shape.CALL)
                || !group.shape().is(Shape.READS)
                || group.oddPages() > 0;
        return reasonable ? NONE : REDUNDANT;
    }

    private static Pattern different(Group group, int minDistinct) {
        if (group.multiArity() * 5 >= group.count() * 4) {
            return CHUNKED;
        }
        if (isPaged(group)) {
            return PAGES;
        }
        int distinct = group.distinct();
        if (distinct * 2 < group.count()) {
            return REPEATED_KEYS;
        }
        return distinct >= minDistinct ? N_PLUS_ONE : NONE;
    }

    /** All pages of one size but the last. A page of one row is a look-up. */
    private static boolean isPaged(Group group) {
        return group.shape().is(Shape.LIMITED)
                && group.pageRows() >= 2
                && group.rowsKnown() * 5 >= group.count() * 4
                && (group.oddPages() == 0 || (group.oddPages() == 1 && group.lastRows() < group.pageRows()));
    }
}
