// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Retry;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sort of call to one dependency: how long it takes, how often it fails, and what is usual.
 *
 * <p>{@link #record} is called by any thread and costs one atomic addition. The clock thread takes what was added every ten
 * seconds, and alone uses everything else.
 */
final class Dependency {
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int FAILED = Latencies.CELLS;
    private static final int TIMED_OUT = FAILED + 1;
    private static final int THROTTLED = FAILED + 2;
    private static final int REJECTED = FAILED + 3;
    private static final int SIZE = FAILED + 4;
    /** Calls of a minute from which it tells roughly what is usual, as long as nothing better is known. */
    private static final int ENOUGH_FOR_A_GUESS = 20;

    /** Of the calls of a minute, from which on it says how long failing takes, and not what is usual. */
    private static final double MUCH_FAILS = 0.2;

    private static final int TOO_MANY_REQUESTS = 429;

    private final Kind kind;
    private final @Nullable Shape shape;
    private final long shapeHash;
    private final @Nullable Target target;
    private final boolean judged;

    private final int[] added = new int[SIZE];
    private @Nullable String lastFailure;
    private volatile @Nullable Operation latestFailed;
    private @Nullable Operation tickLatestFailed;
    private volatile boolean retired;
    private volatile @Nullable RetryCounts retries;
    private volatile long usualHighNanos;

    private final int[] tick = new int[4];
    private final int[] minute = new int[SIZE];
    private long tickCalls;
    private long lastUsedNanos;
    private final Baseline baseline = new Baseline();
    private final Slowness slowness = new Slowness();
    private final Longest longest = new Longest();
    private final Patience patience = new Patience();
    private boolean hanging;
    private long answered;
    private long lastMedianNanos;
    private long lastHighNanos;

    /**
     * @param judged whether how long it takes says anything: not where it waits on purpose
     */
    Dependency(Operation first, boolean judged, long nowNanos) {
        this.kind = first.kind();
        this.shape = first.shape();
        this.shapeHash = hash(first.shape());
        this.target = first.target();
        this.judged = judged;
        this.lastUsedNanos = nowNanos;
    }

    private static long hash(@Nullable Shape shape) {
        return shape == null ? 0 : shape.hash();
    }

    /** Spread well enough for a table. Allocates nothing. */
    static long key(Operation operation) {
        Target target = operation.target();
        long hash = hash(operation.shape()) + operation.kind().name().hashCode();
        if (target != null) {
            String address = target.address();
            String namespace = target.namespace();
            hash = hash * 31 + target.system().hashCode() + target.port();
            hash = hash * 31 + (address == null ? 0 : address.hashCode());
            hash = hash * 31 + (namespace == null ? 0 : namespace.hashCode());
        }
        return hash * 0x9E3779B97F4A7C15L;
    }

    boolean takes(Operation operation) {
        return shapeHash == hash(operation.shape())
                && kind == operation.kind()
                && !retired
                && Objects.equals(target, operation.target());
    }

    void record(Operation operation) {
        if (operation.outcome() == Outcome.LOCAL_REJECT) {
            add(REJECTED);
            return;
        }
        long nanos = operation.durationNanos();
        if (operation.outcome() == Outcome.CANCELLED && !(judged && patience.isOver(nanos))) {
            // Nobody knows how it would have ended.
            return;
        }
        int cell = Latencies.cell(nanos);
        add(cell);
        if (!operation.isFailed() || !recordFailure(operation)) {
            longest.record(cell);
        }
        Retry retry = operation.retry();
        if (retry != null) {
            retries().record(operation, retry);
        }
    }

    private RetryCounts retries() {
        RetryCounts known = retries;
        if (known == null) {
            // Of two threads that come first one loses its count.
            known = retries = new RetryCounts();
        }
        return known;
    }

    /** How its calls were repeated; {@code null} where none ever was. */
    @Nullable
    RetryCounts retryCounts() {
        return retries;
    }

    /** Answers whether it is a failure of the other side's. */
    private boolean recordFailure(Operation operation) {
        if (operation.outcome() == Outcome.TIMEOUT || operation.outcome() == Outcome.CANCELLED) {
            add(TIMED_OUT);
        } else if (operation.status() == TOO_MANY_REQUESTS) {
            add(THROTTLED);
        } else if (operation.isOwnFault()) {
            return false;
        }
        add(FAILED);
        lastFailure = operation.errorType();
        latestFailed = operation;
        return true;
    }

    private void add(int cell) {
        COUNTS.getAndAdd(added, cell, 1);
    }

    /** Ten seconds have passed: takes what was added. */
    void tick(long nowNanos) {
        tickCalls = 0;
        for (int i = 0; i < SIZE; i++) {
            int count = added[i] == 0 ? 0 : (int) COUNTS.getAndSet(added, i, 0);
            minute[i] += count;
            if (i >= FAILED) {
                tick[i - FAILED] = count;
            } else {
                tickCalls += count;
            }
        }
        if (tickCalls > 0 || tickRejected() > 0) {
            lastUsedNanos = nowNanos;
        }
        answered += tickCalls - tickFailed();
        patience.learn(usualNanos(0.95), longestNanos());
        // Let go of with the next tick, though nobody may ask for it: it keeps a unit of work alive.
        tickLatestFailed = latestFailed;
        latestFailed = null;
    }

    /** A minute has passed, and whoever wanted to has read it: begins the next one. */
    void endMinute() {
        longest.endMinute();
        if (tellsUsual()) {
            lastMedianNanos = quantile(0.5);
            lastHighNanos = quantile(0.95);
        }
        Arrays.fill(minute, 0);
    }

    private boolean tellsUsual() {
        return minuteCalls() >= ENOUGH_FOR_A_GUESS && !minuteFailsMuch();
    }

    /** It has left the table; calls under way may still be added, to nobody's benefit. */
    void retire() {
        retired = true;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Shape shape() {
        return shape;
    }

    @Nullable
    Target target() {
        return target;
    }

    boolean isJudged() {
        return judged;
    }

    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** Calls of the last ten seconds that were answered or failed; what this process refused itself is not among them. */
    long tickCalls() {
        return tickCalls;
    }

    /** Those of them that failed, throttled ones and those without an answer in time or given up included. */
    int tickFailed() {
        return tick[0];
    }

    int tickTimedOut() {
        return tick[1];
    }

    int tickThrottled() {
        return tick[2];
    }

    /** What this process refused itself. */
    int tickRejected() {
        return tick[3];
    }

    /** The type of one of the latest failures. */
    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    /** The latest call of these ten seconds that failed, once; it is not held any longer. */
    @Nullable
    Operation takeLatestFailed() {
        Operation operation = tickLatestFailed;
        tickLatestFailed = null;
        return operation;
    }

    long minuteCalls() {
        return Latencies.total(minute);
    }

    /** Calls that took longer than that, as far as the cells tell. */
    long minuteCallsBeyond(long nanos) {
        long beyond = 0;
        for (int i = Latencies.cell(nanos) + 1; i < Latencies.CELLS; i++) {
            beyond += minute[i];
        }
        return beyond;
    }

    int minuteFailed() {
        return minute[FAILED];
    }

    /** Whether so many calls of the minute failed that it says nothing of what is usual. */
    boolean minuteFailsMuch() {
        return minuteFailed() >= MUCH_FAILS * minuteCalls();
    }

    int minuteTimedOut() {
        return minute[TIMED_OUT];
    }

    /** Of the minute under way, or the one that has just ended. */
    long quantile(double quantile) {
        return Latencies.quantile(minute, minuteCalls(), quantile);
    }

    Baseline baseline() {
        return baseline;
    }

    Slowness slowness() {
        return slowness;
    }

    /** Whether it is known that most calls to it do not end. */
    boolean isHanging() {
        return hanging;
    }

    void hanging(boolean now) {
        hanging = now;
    }

    /** The usual median or 95th percentile: as learned, else of the last minute with some calls; 0 where there was none. */
    long usualNanos(double quantile) {
        boolean high = quantile > 0.5;
        if (baseline.isGuessed()) {
            return high ? baseline.p95Nanos() : baseline.p50Nanos();
        }
        if (lastMedianNanos > 0) {
            return high ? lastHighNanos : lastMedianNanos;
        }
        return tellsUsual() ? quantile(quantile) : 0;
    }

    /** A minute has been learned from, or not: lets any thread know what is usual. */
    void publishUsual() {
        usualHighNanos = baseline.isKnown() ? baseline.p95Nanos() : 0;
    }

    /** Whether calls usually take less than that, as far as that is known. For any thread. */
    boolean isUsuallyWithin(long nanos) {
        long high = usualHighNanos;
        return high > 0 && high < nanos;
    }

    /** What no call that ended well has exceeded in the last week or two; 0 where there was none. */
    long longestNanos() {
        return longest.nanos();
    }

    /** How many calls have ended well so far, as of the last tick. */
    long answered() {
        return answered;
    }

    /** {@code SELECT orders}, or what sort of call it is. */
    String summary() {
        return shape == null ? name(kind) : shape.summary();
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case CONNECT -> "opening a connection";
            case PUBLISH -> "sending";
            case HTTP -> "HTTP requests";
            case CACHE -> "commands";
            default -> "calls";
        };
    }
}
