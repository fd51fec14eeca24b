// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.CacheMeter;

/** The look-ups and loads of one cache. */
final class CacheSeries implements CacheMeter {
    private final Series loads;
    private final LabelledCounter hits;
    private final LabelledCounter misses;
    private final String name;

    CacheSeries(Histograms histograms, LabelledCounter hits, LabelledCounter misses, String name) {
        this.loads = histograms.series(new SeriesKey(HistogramMetric.CACHE_LOAD, name));
        this.hits = hits;
        this.misses = misses;
        this.name = name;
    }

    @Override
    public void read(long hit, long missed) {
        hits.add(name, hit);
        misses.add(name, missed);
    }

    @Override
    public void loaded(long nanos) {
        loads.recordNanos(nanos);
    }
}
