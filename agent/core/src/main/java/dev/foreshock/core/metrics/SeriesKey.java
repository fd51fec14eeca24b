// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What tells one series from another: the metric, and the values of its attributes in the metric's order. */
final class SeriesKey {
    private static final @Nullable Object[] NONE = {};

    final HistogramMetric metric;
    /** Strings, Longs, or {@code null} where the attribute does not apply; empty for the series of what did not fit. */
    private final @Nullable Object[] values;

    private final int hash;

    SeriesKey(HistogramMetric metric, @Nullable Object... values) {
        this.metric = metric;
        this.values = values;
        this.hash = Arrays.hashCode(values) * 31 + metric.name.hashCode();
    }

    /** The series that takes what no series of its own could be had for. */
    static SeriesKey overflow(HistogramMetric metric) {
        return new SeriesKey(metric, NONE);
    }

    boolean isOverflow() {
        return values.length == 0;
    }

    @Nullable
    Object value(int attribute) {
        return values[attribute];
    }

    /** An estimate of what the key holds on to. */
    int bytes() {
        int bytes = 64 + values.length * 4;
        for (Object value : values) {
            bytes += value instanceof String text ? 40 + text.length() : 0;
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeriesKey that
                && hash == that.hash
                && metric == that.metric
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
