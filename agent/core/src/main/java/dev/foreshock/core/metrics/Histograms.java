// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All series, within one budget of bytes. Where it is used up, what would need more goes into the metric's overflow series,
 * so that counts and sums stay right. For any number of threads.
 */
final class Histograms {
    static final long BUDGET_BYTES = 4L << 20;

    /** Kept back for the overflow series, which take everything. */
    private static final long OVERFLOW_BYTES =
            HistogramMetric.ALL.size() * (long) (Series.FIXED_BYTES + CellCounts.MAX_BYTES);

    private final ConcurrentHashMap<SeriesKey, Series> series = new ConcurrentHashMap<>();
    private final ByteBudget budget;
    private final ByteBudget overflowBudget = new ByteBudget(OVERFLOW_BYTES);
    private final LabelledCounter clamped;

    /**
     * @param clamped counts, by metric, the values above {@link Cells#LIMIT}
     */
    Histograms(long budgetBytes, LabelledCounter clamped) {
        this.budget = new ByteBudget(budgetBytes - OVERFLOW_BYTES);
        this.clamped = clamped;
    }

    /** The series of the key, or of the metric's overflow. */
    Series series(SeriesKey key) {
        Series known = series.get(key);
        if (known != null) {
            return known;
        }
        int bytes = Series.FIXED_BYTES + key.bytes();
        if (!budget.reserve(bytes)) {
            return overflow(key.metric);
        }
        Series fresh = new Series(key, this, budget);
        Series raced = series.putIfAbsent(key, fresh);
        if (raced != null) {
            budget.release(bytes);
            return raced;
        }
        return fresh;
    }

    /** Where the metric's values go that no series of their own can hold. */
    Series overflow(HistogramMetric metric) {
        SeriesKey key = SeriesKey.overflow(metric);
        Series known = series.get(key);
        if (known != null) {
            return known;
        }
        Series fresh = new Series(key, this, overflowBudget);
        Series raced = series.putIfAbsent(key, fresh);
        return raced != null ? raced : fresh;
    }

    /** Counts a value that was too large. */
    void clamped(HistogramMetric metric) {
        clamped.add(metric.name, 1);
    }

    Collection<Series> all() {
        return series.values();
    }

    /** An estimate, never more than the budget. */
    long usedBytes() {
        return OVERFLOW_BYTES + budget.usedBytes();
    }
}
