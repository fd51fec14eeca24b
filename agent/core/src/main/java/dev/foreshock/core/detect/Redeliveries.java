// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * How often the messages of one queue came again, ten seconds at a time. Made by the first one that did.
 *
 * <p>Consumers {@link #record} on any thread; all else is for the clock thread. About 700 bytes.
 */
final class Redeliveries {
    private static final int DELIVERED = 0;
    private static final int AGAIN = 1;
    private static final int FAILED = 2;
    private static final int SIZE = 3;

    private static final int TICKS_OF_A_MINUTE = 6;
    private static final int TICKS_AT_MOST = 3;
    private static final long TICK = 10 * Clock.SECOND;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(SIZE);
    private final AtomicInteger most = new AtomicInteger();
    private volatile @Nullable Operation latest;
    private final TenSeconds ticks;
    private final Episode episode;
    private long tickNanos;
    private int highest;
    private @Nullable Operation exemplar;
    private @Nullable String latestFailure;

    /**
     * @param tickCount how many times ten seconds it looks back
     */
    Redeliveries(int tickCount, long nowNanos) {
        ticks = new TenSeconds(tickCount, SIZE);
        tickNanos = nowNanos;
        episode = new Episode(nowNanos);
    }

    /**
     * A message, or a batch, has been consumed.
     *
     * @param number which delivery of it that was, from 1
     */
    void record(Operation message, long number) {
        counts.getAndIncrement(DELIVERED);
        if (number <= 1) {
            return;
        }
        counts.getAndIncrement(AGAIN);
        if (message.errorType() != null) {
            counts.getAndIncrement(FAILED);
        }
        int bounded = (int) Math.min(number, Integer.MAX_VALUE);
        if (most.get() < bounded) {
            most.accumulateAndGet(bounded, Math::max);
        }
        latest = message;
    }

    /** Takes what has been counted in the last ten seconds. What was before the machine slept is over. */
    void tick(long nowNanos) {
        if (nowNanos - tickNanos > TICKS_AT_MOST * TICK) {
            ticks.clear();
            episode.forgetLooks();
        }
        tickNanos = nowNanos;
        ticks.next();
        long[] tick = ticks.current();
        for (int i = 0; i < SIZE; i++) {
            tick[i] = counts.getAndSet(i, 0);
        }
        if (tick[DELIVERED] > 0) {
            episode.heard(nowNanos);
        }
        exemplar = latest;
        latest = null;
        int count = most.getAndSet(0);
        highest = episode.isSuspected() ? Math.max(highest, count) : count;
        Operation shown = exemplar;
        if (shown != null && shown.errorType() != null) {
            latestFailure = shown.errorType();
        }
    }

    long again() {
        return ticks.sum(AGAIN);
    }

    /** Messages that came for the first time. */
    long first() {
        return ticks.sum(DELIVERED) - again();
    }

    /** Redeliveries for each message that came for the first time. */
    double ratio() {
        return (double) again() / Math.max(1, first());
    }

    /** The share of the redeliveries whose consumer failed. */
    double failedShare() {
        return (double) ticks.sum(FAILED) / Math.max(1, again());
    }

    /** In how many of the times ten seconds messages came again at that ratio: a consumer's restart is over in one or two. */
    int ticksAt(double least) {
        int count = 0;
        for (long[] tick : ticks.rows()) {
            count += tick[AGAIN] > 0 && tick[AGAIN] >= least * (tick[DELIVERED] - tick[AGAIN]) ? 1 : 0;
        }
        return count;
    }

    Episode episode() {
        return episode;
    }

    /** Whether nothing of it has to be remembered. */
    boolean isQuiet() {
        return !episode.isSuspected() && again() == 0;
    }

    /** The highest count of deliveries of one message, as far as the broker counts. */
    int highest() {
        return highest;
    }

    @Nullable
    String latestFailure() {
        return latestFailure;
    }

    /** A redelivery of these ten seconds. */
    @Nullable
    Operation exemplar() {
        return exemplar;
    }

    /** {@code minute}, or {@code 10 s}. */
    String length() {
        int count = ticks.rows().length;
        return count == TICKS_OF_A_MINUTE ? "minute" : Figures.time(count * TICK);
    }
}
