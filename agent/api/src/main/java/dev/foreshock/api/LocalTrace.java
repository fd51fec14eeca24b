// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of a trace inside this process: one unit of work, from its root operation to the root's end.
 *
 * <p>Here stand what the unit is, where it belongs and what is said of it as a whole. What has ended in it is counted by {@link
 * UnitCalls}; whether it is under way, and the guard of all that its threads change together, is the matter of {@link UnitState}.
 * At most {@link #MAX_OPERATIONS} operations are kept, the rest are counted only.
 */
public final class LocalTrace extends UnitCalls {
    /** Beyond this number operations are counted, not kept. */
    public static final int MAX_OPERATIONS = 1_000;

    /** Beyond this number of different shapes calls are counted in the unit's totals only. */
    public static final int MAX_GROUPS = 64;

    /** The greatest number of calls under way that {@link #running} tells of. */
    public static final int MAX_RUNNING = RunningOperations.MAX;

    private static final VarHandle FINDINGS;

    static {
        try {
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

    private volatile @Nullable String method;
    private volatile @Nullable String route;
    private volatile int routePrecision;
    private volatile long lastActivityNanos;
    private int slot = -1;
    private int reservedOperations;
    private boolean countOnly;
    private volatile @Nullable Thread openEndedBy;
    private @Nullable WeakReference<Object> receiver;
    private @Nullable RunningOperations running;
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
        return verb == null ? path : UnitNames.of(verb, path);
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

    /** The client's own object that the messages came through. Called by the thread that does the work; it keeps nothing alive. */
    public void receivedBy(Object receiver) {
        this.receiver = new WeakReference<>(receiver);
    }

    /** The same; {@code null} where it is not known, or gone. For the thread that does the work. */
    public @Nullable Object receiver() {
        WeakReference<Object> known = receiver;
        return known == null ? null : known.get();
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

    /** What the unit takes of memory, in operations: four links take as much as one. */
    public int weight() {
        Links links = root.links();
        return Math.max(1, recorded() + (linked() + (links == null ? 0 : links.size())) / 4);
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

    /** Lets go of what the operations threw. For the one who reads it last, when the unit is over. */
    public void forgetErrors() {
        root.forgetError();
        if (failures() > 0) {
            for (Operation o = last(); o != null; o = o.previous()) {
                o.forgetError();
            }
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
