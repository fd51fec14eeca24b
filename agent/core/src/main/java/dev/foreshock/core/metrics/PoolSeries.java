// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.PoolMeter;

/** The durations of one connection pool. */
final class PoolSeries implements PoolMeter {
    private final Series wait;
    private final Series use;
    private final LabelledCounter timeouts;
    private final String name;

    PoolSeries(Histograms histograms, LabelledCounter timeouts, String name) {
        this.wait = histograms.series(new SeriesKey(HistogramMetric.POOL_WAIT, name));
        this.use = histograms.series(new SeriesKey(HistogramMetric.POOL_USE, name));
        this.timeouts = timeouts;
        this.name = name;
    }

    @Override
    public void waited(long nanos) {
        wait.recordNanos(nanos);
    }

    @Override
    public void used(long nanos) {
        use.recordNanos(nanos);
    }

    @Override
    public void timedOut() {
        timeouts.add(name, 1);
    }
}
