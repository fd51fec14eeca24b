// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Settings;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Whether traffic came before the process was warm: judged once, ten minutes after the first request, by how many of the first
 * five minutes (or as set) were slow and would not have been later. Any thread adds; the clock thread judges.
 */
final class Readiness {
    private static final long GIVEN_UP_AFTER = 60 * 60 * Clock.SECOND;
    private static final int LATER_REQUESTS = 100;
    private static final double SHARE = 0.01;
    /** One slow request of a hundred is the first one of every healthy process. */
    private static final int MIN_SLOW = 3;
    /** Pages that are slow at all times are not cold: later their share must be a third at most. */
    private static final int TIMES_LATER = 3;

    private final Live<Double> ratio;
    private final Live<Long> minNanos;
    private final long firstNanos;
    private volatile @Nullable AtomicIntegerArray first = new AtomicIntegerArray(Latencies.CELLS);
    private final AtomicIntegerArray later = new AtomicIntegerArray(Latencies.CELLS);
    private volatile long startNanos;
    private volatile boolean started;

    Readiness(Settings settings) {
        ratio = settings.live(DependencySettings.COLDSTART_RATIO);
        minNanos = settings.live(DependencySettings.COLDSTART_MIN_MS);
        firstNanos = settings.get(DependencySettings.COLDSTART_FIRST_SECONDS);
    }

    /** A request has ended. Costs next to nothing once it is judged. */
    void add(Operation root) {
        AtomicIntegerArray begin = first;
        if (begin == null) {
            return;
        }
        if (!started) {
            startNanos = root.startNanos();
            started = true;
        }
        boolean early = root.startNanos() - startNanos < firstNanos;
        (early ? begin : later).getAndIncrement(Latencies.cell(root.durationNanos()));
    }

    /** The finding, the one time that there is one. */
    @Nullable
    Finding judge(long nowNanos) {
        AtomicIntegerArray begin = first;
        if (begin == null || !started || nowNanos - startNanos < 2 * firstNanos) {
            return null;
        }
        int[] warm = copy(later);
        long laterCount = Latencies.total(warm);
        if (laterCount < LATER_REQUESTS) {
            if (nowNanos - startNanos > GIVEN_UP_AFTER) {
                first = null;
            }
            return null;
        }
        first = null;
        int[] cold = copy(begin);
        long median = Latencies.quantile(warm, laterCount, 0.5);
        int limit = Latencies.cell((long) Math.max((double) minNanos.get(), ratio.get() * median));
        long coldCount = Latencies.total(cold);
        long slow = above(cold, limit);
        double share = coldCount == 0 ? 0 : (double) slow / coldCount;
        double laterShare = (double) above(warm, limit) / laterCount;
        return slow >= MIN_SLOW && share >= SHARE && share >= TIMES_LATER * laterShare
                ? finding(firstNanos, slow, coldCount, median, Latencies.floorNanos(limit), Latencies.longest(cold))
                : null;
    }

    private static int[] copy(AtomicIntegerArray counts) {
        int[] copy = new int[Latencies.CELLS];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return copy;
    }

    private static long above(int[] counts, int limit) {
        long sum = 0;
        for (int i = limit + 1; i < Latencies.CELLS; i++) {
            sum += counts[i];
        }
        return sum;
    }

    private static Finding finding(long firstNanos, long slow, long of, long median, long limit, long longest) {
        String type = FindingType.READINESS_BEFORE_WARM;
        return new Finding(
                type,
                Severity.WARNING,
                Confidence.HIGH,
                null,
                "start of the process",
                null,
                null,
                null,
                slow,
                slow * Math.max(0, limit - median),
                slow * limit,
                0,
                ColdStartMessages.readiness(firstNanos, slow, of, median, limit, longest),
                ColdStartMessages.readinessSuggestion(),
                null,
                Finding.id(type, null, null, null, null));
    }
}
