// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of a trace inside this process: one unit of work, from its root operation to the root's end.
 *
 * <p>Operations end on any thread that works for the unit. What they change together (the list, the groups, the counters)
 * is guarded by a try-lock of one compare-and-set, held for some tens of nanoseconds; it is no monitor, so virtual threads
 * are not pinned. At most {@link #MAX_OPERATIONS} operations are kept, the rest are counted only.
 *
 * <p>It is larger than other classes, since all that is guarded together stands together; most of it are accessors.
 */
public final class LocalTrace {
    /** Beyond this number operations are counted, not kept. */
    public static final int MAX_OPERATIONS = 1_000;

    /** Beyond this number of different shapes calls are counted in the unit's totals only. */
    public static final int MAX_GROUPS = 64;

    /** The greatest number of calls under way that {@link #running} tells of. */
    public static final int MAX_RUNNING = RunningOperations.MAX;

    private static final int OPEN = 0;
    private static final int ENDED = 1;
    private static final int KEPT = 2;
    private static final int DISCARDED = 3;
    private static final VarHandle GUARD;
    private static final VarHandle FINDINGS;

    static {
        try {
            GUARD = MethodHandles.lookup().findVarHandle(LocalTrace.class, "guard", int.class);
            FINDINGS = MethodHandles.lookup().findVarHandle(LocalTrace.class, "findings", List.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long traceIdHigh;
    private final long traceIdLow;
    private final long remoteParentSpanId;
    private final boolean sampled;
    private final @Nullable String traceState;
    private final @Nullable String baggage;
    private final long epochOffsetNanos;
    private int inboundAttempt = 1;
    private final Operation root;

    @SuppressWarnings("UnusedVariable") // through GUARD
    private volatile int guard;

    private volatile @Nullable String method;
    private volatile @Nullable String route;
    private volatile int routePrecision;
    private volatile int state;
    private volatile long lastActivityNanos;
    private int slot = -1;
    private int reservedOperations;
    private boolean countOnly;
    private volatile @Nullable Thread openEndedBy;
    private @Nullable List<Operation> late;
    private @Nullable Operation last;
    private int recorded;
    private int sequence;
    private int uncounted;
    private int linked;
    private @Nullable Groups groups;
    private @Nullable RecentReads reads;
    private @Nullable RunningOperations running;
    private @Nullable FailedCalls failed;
    private int statements;
    private int calls;
    private int exceptions;
    private long poolWaitNanos;
    private volatile @Nullable CacheUse cacheUse;
    private volatile List<Finding> findings = List.of();

    /** For the recorder alone. {@code epochOffsetNanos} added to {@link System#nanoTime} gives nanoseconds since 1970. */
    public LocalTrace(
            long traceIdHigh,
            long traceIdLow,
            long remoteParentSpanId,
            boolean sampled,
            @Nullable String traceState,
            @Nullable String baggage,
            Kind kind,
            long rootSpanId,
            long startNanos,
            long epochOffsetNanos) {
        this.traceIdHigh = traceIdHigh;
        this.traceIdLow = traceIdLow;
        this.remoteParentSpanId = remoteParentSpanId;
        this.sampled = sampled;
        this.traceState = traceState;
        this.baggage = baggage;
        this.epochOffsetNanos = epochOffsetNanos;
        this.root = new Operation(this, null, kind, rootSpanId, startNanos);
        root.thread = Thread.currentThread();
    }

    public Operation root() {
        return root;
    }

    public long traceIdHigh() {
        return traceIdHigh;
    }

    public long traceIdLow() {
        return traceIdLow;
    }

    /** The caller's span in another process, 0 where the trace began here. */
    public long remoteParentSpanId() {
        return remoteParentSpanId;
    }

    /** The head decision: what is propagated as the sampled flag. */
    public boolean isSampled() {
        return sampled;
    }

    public @Nullable String traceState() {
        return traceState;
    }

    public @Nullable String baggage() {
        return baggage;
    }

    /** Which attempt of its callers' this unit serves, as far as they say so; 1 where it is no retry. */
    public int inboundAttempt() {
        return inboundAttempt;
    }

    /** For the recorder alone, before anything is done in the unit. */
    public void inboundAttempt(int attempt) {
        inboundAttempt = attempt;
    }

    /** Nanoseconds since 1970 of a {@link System#nanoTime} reading. */
    public long epochNanos(long nanoTime) {
        return nanoTime + epochOffsetNanos;
    }

    /** The HTTP method, or the verb of another kind of unit; {@code null} where there is none. */
    public @Nullable String method() {
        return method;
    }

    public void method(@Nullable String method) {
        this.method = method;
    }

    /** The route template ({@code /orders/{id}}), destination or job name; {@code null} until known. */
    public @Nullable String route() {
        return route;
    }

    public void route(@Nullable String route) {
        this.route = route;
    }

    /**
     * Offers a route from one of several sources: a servlet's mapping, then the framework behind it. It is taken where no
     * route is known yet, or only one of a lower precision; of two equally precise ones the first stays.
     *
     * @param precision above 0, higher for a source that knows better
     */
    public void route(String route, int precision) {
        if (precision > routePrecision) {
            routePrecision = precision;
            this.route = route;
        }
    }

    /** How precisely the route is known; 0 where no source has offered one. */
    public int routePrecision() {
        return routePrecision;
    }

    /** A low-cardinality name: method and route. What findings, overrides and histograms are keyed by. */
    public String name() {
        String verb = method;
        String path = route;
        if (path == null) {
            return verb == null ? root.kind().name().toLowerCase(Locale.ROOT) : verb;
        }
        return verb == null ? path : verb + " " + path;
    }

    /**
     * Whether nobody says when the work is over: a loop that asks for messages is done with the last ones when it asks for more.
     * Such a unit ends where the next one begins on its thread.
     */
    public boolean isOpenEnded() {
        return openEndedBy != null;
    }

    /** Called by the thread that does the work. */
    public void openEnded() {
        openEndedBy = Thread.currentThread();
    }

    /** Whether the unit is open-ended and its thread is gone: no next one will begin on it. */
    public boolean isAbandoned() {
        Thread thread = openEndedBy;
        return thread != null && !thread.isAlive();
    }

    /** Whether the root has ended: from then on the unit does not change, but for rows of results still open. */
    public boolean isEnded() {
        return state != OPEN;
    }

    /** Whether the trace is exported; meaningful once that is decided, shortly after the root has ended. */
    public boolean isKept() {
        return state == KEPT;
    }

    /** The root has ended. The recorder alone calls it; answers false where it has been called before. */
    public boolean freeze() {
        lock();
        try {
            if (state != OPEN) {
                return false;
            }
            state = ENDED;
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * It is decided whether the trace is kept. The recorder alone calls it.
     *
     * @return the operations that ended after the root and before this decision; they follow it
     */
    public List<Operation> decide(boolean keep) {
        lock();
        try {
            state = keep ? KEPT : DISCARDED;
            List<Operation> waiting = late;
            late = null;
            return waiting == null ? List.of() : waiting;
        } finally {
            unlock();
        }
    }

    /** Puts aside an operation that ended between {@link #freeze} and {@link #decide}; answers false after the decision. */
    public boolean defer(Operation operation) {
        lock();
        try {
            if (state != ENDED) {
                return false;
            }
            List<Operation> waiting = late;
            if (waiting == null) {
                waiting = new ArrayList<>(2);
                late = waiting;
            }
            waiting.add(operation);
            return true;
        } finally {
            unlock();
        }
    }

    /** When the last operation of the unit ended, or {@link Long#MAX_VALUE} while one is open on a background thread. */
    public long lastActivityNanos() {
        return lastActivityNanos;
    }

    public void lastActivityNanos(long nanos) {
        lastActivityNanos = nanos;
    }

    /** Where the recorder keeps the unit while it is open, or -1. */
    public int slot() {
        return slot;
    }

    public void slot(int slot) {
        this.slot = slot;
    }

    /** How many operations the recorder has set memory aside for. */
    public int reservedOperations() {
        return reservedOperations;
    }

    public void reservedOperations(int reservedOperations) {
        this.reservedOperations = reservedOperations;
    }

    /** Whether memory has run out for this unit: its further operations are counted only. */
    public boolean isCountOnly() {
        return countOnly;
    }

    public void countOnly() {
        countOnly = true;
    }

    /** Runs under the guard of this unit. For the recorder and for detectors that look at a unit under way. */
    @SuppressWarnings("ThreadPriorityCheck") // the holder may have been preempted; there is no monitor to wait on
    public void lock() {
        int spins = 0;
        while (!GUARD.compareAndSet(this, 0, 1)) {
            if (++spins < 64) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    public void unlock() {
        GUARD.setRelease(this, 0);
    }

    /**
     * An operation has begun on the current thread. The recorder alone calls it. Nothing is guarded: of several threads that
     * begin one at the same time, one may be forgotten by {@link #running}.
     */
    public void begin(Operation operation) {
        operation.thread = Thread.currentThread();
        RunningOperations known = running;
        if (known == null) {
            known = running = new RunningOperations();
        }
        known.begin(operation);
    }

    /**
     * The innermost operations of this unit that have not ended, as far as they are among the last eight that began or contain
     * one of them. From any thread, without a guard, allocating nothing; what it tells may be over a moment later.
     *
     * @param into takes up to {@link #MAX_RUNNING} of them
     * @return how many there are
     */
    public int running(@Nullable Operation[] into) {
        RunningOperations known = running;
        return known == null ? 0 : known.copy(root, into);
    }

    /**
     * Takes in an operation that has just ended. The recorder alone calls it, once per operation and under the guard.
     *
     * @param keep whether the operation is kept for export, or only counted
     * @return the group it is counted with, or {@code null} where it has no shape or the groups are full
     */
    public @Nullable Group add(Operation operation, boolean keep) {
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
        Group group = known.of(operation, shape, position);
        if (group != null) {
            operation.group = group;
            group.add(operation, position);
        }
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
    public void recogniseRetry(Operation operation) {
        FailedCalls known = failed;
        if (known != null) {
            known.recognise(operation);
        }
    }

    /** Whether a call of this unit has failed, so that another one may be its retry. */
    public boolean hasFailedCalls() {
        return failed != null;
    }

    /**
     * A library is about to repeat what this unit called last, whatever came of it.
     *
     * @param by the library, as people write its name
     */
    public void retrying(String by) {
        lock();
        try {
            Operation call = state == OPEN ? FailedCalls.repeatable(last) : null;
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
    public @Nullable Operation lastRetry() {
        FailedCalls known = failed;
        return known == null ? null : known.lastRetry();
    }

    /** The group that earlier calls of this operation's shape are counted with, or {@code null}. Under the guard. */
    public @Nullable Group known(Operation operation) {
        Groups known = groups;
        Shape shape = operation.shape();
        return known == null || shape == null ? null : known.find(operation, shape);
    }

    /** The groups, in order of their first call; a copy. */
    public List<Group> groups() {
        Groups known = groups;
        return known == null ? List.of() : known.copy();
    }

    /** How many groups there are. */
    public int groupCount() {
        Groups known = groups;
        return known == null ? 0 : known.size();
    }

    /** The group at this position, in order of their first call. Allocates nothing. */
    public Group groupAt(int index) {
        Groups known = groups;
        if (known == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return known.at(index);
    }

    /** The first executions of the last eight shapes that read: where the parent of an N+1 is looked for. A copy. */
    public List<Operation> recentReads() {
        RecentReads known = reads;
        return known == null ? List.of() : known.copy();
    }

    /** The operation that ended last of those kept; follow {@link Operation#previous} to the first. */
    public @Nullable Operation last() {
        return last;
    }

    /** How many operations are kept. */
    public int recorded() {
        return recorded;
    }

    /** What the unit takes of memory, in operations: four links take as much as one. */
    public int weight() {
        Links links = root.links();
        return Math.max(1, recorded + (linked + (links == null ? 0 : links.size())) / 4);
    }

    /** How many operations were only counted. */
    public int countedOnly() {
        return uncounted;
    }

    /** Executions of database statements. */
    public int statements() {
        return statements;
    }

    /** Outbound calls other than database statements. */
    public int calls() {
        return calls;
    }

    /** Rows that all statements read or changed, those that are only counted included, as far as their results were read. */
    public long rows() {
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

    /** The unit has waited for a connection of a pool, once more. */
    public void addPoolWait(long nanos) {
        lock();
        try {
            poolWaitNanos += nanos;
        } finally {
            unlock();
        }
    }

    /** How long the unit has waited for connections of pools: waits of a millisecond or more, vain ones included. */
    public long poolWaitNanos() {
        return poolWaitNanos;
    }

    /** What the unit has asked caches for. */
    CacheUse cacheUse() {
        CacheUse known = cacheUse;
        return known != null ? known : beginCacheUse();
    }

    private CacheUse beginCacheUse() {
        lock();
        try {
            CacheUse known = cacheUse;
            if (known == null) {
                known = cacheUse = new CacheUse(this);
            }
            return known;
        } finally {
            unlock();
        }
    }

    /** The same; {@code null} where it has asked none. */
    public @Nullable CacheUse cacheUseIfAny() {
        return cacheUse;
    }

    /** Operations that failed. */
    public int failures() {
        return exceptions;
    }

    /**
     * Marks the unit with a finding: its trace is kept, whether or not the finding is ever announced. A finding that the unit
     * bears already is replaced by the newer figures. From any thread.
     *
     * @return the finding that was replaced, or {@code null} where this one is new to the unit
     */
    public @Nullable Finding flag(Finding finding) {
        while (true) {
            List<Finding> known = findings;
            List<Finding> list = new ArrayList<>(known.size() + 1);
            list.addAll(known);
            Finding replaced = null;
            for (int i = 0; i < list.size() && replaced == null; i++) {
                if (list.get(i).id() == finding.id()) {
                    replaced = list.set(i, finding);
                }
            }
            if (replaced == null) {
                list.add(finding);
            }
            if (FINDINGS.compareAndSet(this, known, list)) {
                return replaced;
            }
        }
    }

    /** Never changes: a finding that comes later makes another list. */
    public List<Finding> findings() {
        return findings;
    }
}
