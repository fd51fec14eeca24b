// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded under one set of attributes: durations in microseconds or plain counts, as the metric has it. Recorded
 * into by any number of threads, at the cost of two atomic additions; drained by one.
 */
final class Series {
    /** This object, its adder grown under contention, its entry in the map, its {@link Totals}. */
    static final int FIXED_BYTES = 640 + CellCounts.EMPTY_BYTES;

    final SeriesKey key;
    private final Histograms histograms;
    private final ByteBudget budget;
    private final CellCounts counts = new CellCounts();
    private final LongAdder sum = new LongAdder();
    private long drainedSum;
    private @Nullable Totals totals;

    /**
     * @param budget pays for what the series grows to
     */
    Series(SeriesKey key, Histograms histograms, ByteBudget budget) {
        this.key = key;
        this.histograms = histograms;
        this.budget = budget;
    }

    /** Records a duration, rounded to microseconds and never less than one. */
    void recordNanos(long nanos) {
        record(Math.max(1, (nanos + 500) / 1000), nanos);
    }

    void recordCount(long count) {
        long counted = Math.max(0, count);
        record(counted, counted);
    }

    private void record(long value, long amount) {
        long within = value;
        if (value > Cells.LIMIT) {
            within = Cells.LIMIT;
            histograms.clamped(key.metric);
        }
        if (counts.add(Cells.of(within), budget)) {
            sum.add(amount);
        } else if (!key.isOverflow()) {
            histograms.overflow(key.metric).record(value, amount);
        }
    }

    /**
     * What has been recorded, as it is exported, with all that was recorded since the last call. For the collecting thread.
     *
     * @param delta whether what earlier calls took is left out
     */
    Totals drain(BucketLayout layout, boolean delta) {
        Totals taken = totals;
        if (taken == null) {
            taken = totals = new Totals(layout);
        } else if (delta) {
            taken.clear();
        }
        long before = taken.count();
        counts.drain(layout.interval);
        layout.interval.moveTo(taken);
        if (taken.count() > before) {
            // A value whose count has been taken may be missing in the sum, or the other way round, until the next
            // call.
            long now = sum.sum();
            taken.addToSum(now - drainedSum);
            drainedSum = now;
        }
        return taken;
    }
}
