// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has ended in a unit of work: the operations that are kept, the groups that repetition is read from, the reads and failures
 * that later calls are compared with, and the totals.
 *
 * <p>Threading: written under the unit's guard; read under the same guard, or once the unit has ended. What a reader without it
 * sees of a unit under way may be a moment old.
 */
abstract class UnitCalls extends UnitState {
    private @Nullable Operation last;
    private int recorded;
    private int sequence;
    private int uncounted;
    private int linked;
    private @Nullable Groups groups;
    private @Nullable RecentReads reads;
    private @Nullable FailedCalls failed;
    private int statements;
    private int calls;
    private int exceptions;

    /**
     * Takes in an operation that has just ended. The recorder alone calls it, once per operation and under the guard.
     *
     * @param keep whether the operation is kept for export, or only counted
     * @return the group it is counted with, or {@code null} where it has no shape or the groups are full
     */
    public final @Nullable Group add(Operation operation, boolean keep) {
        int position = sequence++;
        if (keep) {
            operation.previous = last;
            last = operation;
            recorded++;
            Links links = operation.links();
            linked += links == null ? 0 : links.size();
        } else {
            uncounted++;
        }
        if (operation.kind() == Kind.DATABASE) {
            statements++;
        } else if (operation.kind().isCall() && operation.kind() != Kind.CONNECT) {
            calls++;
        }
        recogniseRetry(operation);
        if (operation.isFailed()) {
            exceptions++;
            if (FailedCalls.concerns(operation)) {
                failedCalls().add(operation);
            }
        }
        Shape shape = operation.shape();
        if (shape == null) {
            return null;
        }
        Groups known = groups;
        if (known == null) {
            known = groups = new Groups();
        }
        Group group = known.add(operation, shape, position);
        operation.group = group;
        if (operation.kind() == Kind.DATABASE && shape.is(Shape.READS) && (group == null || group.count() == 1)) {
            if (reads == null) {
                reads = new RecentReads();
            }
            reads.add(operation);
        }
        return group;
    }

    /**
     * Finds out whether the call repeats one of this unit that failed, and notes that with it. The recorder alone calls it, under
     * the guard, when the call is sent, or when it has ended.
     */
    public final void recogniseRetry(Operation operation) {
        FailedCalls known = failed;
        if (known != null) {
            known.recognise(operation);
        }
    }

    /** Whether a call of this unit has failed, so that another one may be its retry. */
    public final boolean hasFailedCalls() {
        return failed != null;
    }

    /**
     * A library is about to repeat what this unit called last, whatever came of it.
     *
     * @param by the library, as people write its name
     */
    public final void retrying(String by) {
        lock();
        try {
            Operation call = isEnded() ? null : FailedCalls.repeatable(last);
            if (call != null) {
                failedCalls().announce(call, by);
            }
        } finally {
            unlock();
        }
    }

    private FailedCalls failedCalls() {
        FailedCalls known = failed;
        if (known == null) {
            known = failed = new FailedCalls();
        }
        return known;
    }

    /** The latest call of this unit that repeated one that had failed; {@code null} where there is none. */
    public final @Nullable Operation lastRetry() {
        FailedCalls known = failed;
        return known == null ? null : known.lastRetry();
    }

    /** The group that earlier calls of this operation's shape are counted with, or {@code null}. Under the guard. */
    public final @Nullable Group known(Operation operation) {
        Groups known = groups;
        Shape shape = operation.shape();
        return known == null || shape == null ? null : known.find(operation, shape);
    }

    /** The groups, in order of their first call; a copy. */
    public final List<Group> groups() {
        Groups known = groups;
        return known == null ? List.of() : known.copy();
    }

    /** How many groups there are. */
    public final int groupCount() {
        Groups known = groups;
        return known == null ? 0 : known.size();
    }

    /** The group at this position, in order of their first call. Allocates nothing. */
    public final Group groupAt(int index) {
        Groups known = groups;
        if (known == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return known.at(index);
    }

    /** The first executions of the last eight shapes that read: where the parent of an N+1 is looked for. A copy. */
    public final List<Operation> recentReads() {
        RecentReads known = reads;
        return known == null ? List.of() : known.copy();
    }

    /** The operation that ended last of those kept; follow {@link Operation#previous} to the first. */
    public final @Nullable Operation last() {
        return last;
    }

    /** How many operations are kept. */
    public final int recorded() {
        return recorded;
    }

    /** How many links the operations that are kept have, all together. */
    final int linked() {
        return linked;
    }

    /** How many operations were only counted. */
    public final int countedOnly() {
        return uncounted;
    }

    /** Executions of database statements. */
    public final int statements() {
        return statements;
    }

    /** Outbound calls other than database statements. */
    public final int calls() {
        return calls;
    }

    /** Rows that all statements read or changed, those that are only counted included, as far as their results were read. */
    public final long rows() {
        long sum = 0;
        for (int i = 0; i < groupCount(); i++) {
            Group group = groupAt(i);
            sum += group.kind() == Kind.DATABASE ? group.rowsSum() : 0;
        }
        for (Operation o = last; o != null; o = o.previous()) {
            boolean counted = o.isRowsComplete() && o.group() != null;
            sum += o.kind() == Kind.DATABASE && !counted ? o.rows() : 0;
        }
        return sum;
    }

    /** Operations that failed. */
    public final int failures() {
        return exceptions;
    }
}
