// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Retry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of one sort to one dependency were repeated. Made by the first retry, about 600 bytes.
 *
 * <p>Any thread records, at the cost of some tens of nanoseconds for each retry and nothing for a first attempt; the clock
 * thread takes what there is every ten seconds. Under contention single delays may be lost, counts never.
 */
final class RetryCounts {
    static final int RETRIES = 0;
    /** Sooner than {@code Retry-After} had asked for. */
    static final int EARLY = 1;
    /** Of a request that the other side had called wrong. */
    static final int POINTLESS = 2;
    /** Of something that may have been done already. */
    static final int RISKY = 3;
    /** For a request that is a retry itself. */
    static final int STACKED = 4;

    /** Of which the client or a library has said itself that it is one. */
    static final int SURE = 5;

    static final int SIZE = 6;

    /** {@link #EARLY} once more, for the rule of failing dependencies, which takes it at a time of its own. */
    private static final int EARLY_OF_FAILING = SIZE;

    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle NEXT;
    private static final int KEPT_DELAYS = 32;
    private static final int KEPT_NAMES = 8;
    /** A delay is kept with whether it is that before the first retry, since later ones may be longer by intention. */
    private static final long FIRST_RETRY = 1;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(RetryCounts.class, "next", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int[] counts = new int[SIZE + 1];
    private final long[] delays = new long[KEPT_DELAYS];

    @SuppressWarnings("UnusedVariable") // through NEXT
    private volatile int next;

    private int taken;
    private final @Nullable String[] units = new String[KEPT_NAMES];
    private volatile @Nullable String by;
    private volatile @Nullable Operation latest;

    /** A retry has ended. */
    void record(Operation operation, Retry retry) {
        if (operation.outcome() == Outcome.LOCAL_REJECT || retry.isPolling()) {
            return;
        }
        if (retry.isPointless()) {
            COUNTS.getAndAdd(counts, POINTLESS, 1);
            return;
        }
        COUNTS.getAndAdd(counts, RETRIES, 1);
        if (retry.isEarly()) {
            COUNTS.getAndAdd(counts, EARLY, 1);
            COUNTS.getAndAdd(counts, EARLY_OF_FAILING, 1);
        }
        if (retry.isRisky()) {
            COUNTS.getAndAdd(counts, RISKY, 1);
        }
        if (retry.by() != null || operation.resendCount() > 0) {
            COUNTS.getAndAdd(counts, SURE, 1);
        }
        if (operation.unit().inboundAttempt() > 1) {
            COUNTS.getAndAdd(counts, STACKED, 1);
        }
        if (retry.delayNanos() >= 0) {
            int at = Math.floorMod((int) NEXT.getAndAdd(this, 1), KEPT_DELAYS);
            delays[at] = retry.delayNanos() << 1 | (retry.attempt() == 2 ? FIRST_RETRY : 0);
        }
        if (retry.by() != null) {
            by = retry.by();
        }
        String unit = Messages.unit(operation.unit());
        units[unit.hashCode() & (KEPT_NAMES - 1)] = unit;
        latest = operation;
    }

    /** Adds what has been counted since the last time, and counts anew. */
    void takeCounts(long[] into) {
        for (int i = 0; i < SIZE; i++) {
            into[i] += (int) COUNTS.getAndSet(counts, i, 0);
        }
    }

    /** Retries since the last time that came sooner than {@code Retry-After} had asked for. */
    int takeEarly() {
        return (int) COUNTS.getAndSet(counts, EARLY_OF_FAILING, 0);
    }

    /** Adds the delays since the last time, and the names of units that retried. */
    void takeEvidence(RetryDelays into, Set<String> names) {
        int now = next;
        for (int i = Math.max(taken, now - KEPT_DELAYS); i < now; i++) {
            long delay = delays[Math.floorMod(i, KEPT_DELAYS)];
            into.add(delay >> 1, (delay & FIRST_RETRY) != 0);
        }
        taken = now;
        for (String unit : units) {
            if (unit != null) {
                names.add(unit);
            }
        }
        Arrays.fill(units, null);
    }

    /** The library that makes the attempts, as far as one has said so. */
    @Nullable
    String by() {
        return by;
    }

    /** Holds no unit of work any longer, where nobody looks at it. */
    void letGo() {
        latest = null;
    }

    /** The latest retry since the last time; it is not held any longer. */
    @Nullable
    Operation takeLatest() {
        Operation operation = latest;
        latest = null;
        return operation;
    }
}
