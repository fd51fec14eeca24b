// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes what was recorded out of all series and makes histograms of it. Belongs to the collecting thread.
 */
final class HistogramCollector {
    private final Histograms histograms;
    private final Map<HistogramMetric, HistogramForm> forms = new HashMap<>();

    HistogramCollector(Histograms histograms, boolean exponential) {
        this.histograms = histograms;
        Map<Object, BucketLayout> layouts = new HashMap<>();
        for (HistogramMetric metric : HistogramMetric.ALL) {
            Object shared = exponential ? (Object) metric.timed : metric.bounds;
            BucketLayout layout = layouts.get(shared);
            if (layout == null) {
                layout = exponential
                        ? new ExponentialLayout(metric.unitsPerOne())
                        : new ExplicitLayout(metric.unitsPerOne(), metric.bounds);
                layouts.put(shared, layout);
            }
            forms.put(metric, exponential ? new ExponentialForm(metric, layout) : new ExplicitForm(metric, layout));
        }
    }

    /** Adds one metric for each histogram that has a value to {@code exported}. */
    void collect(Interval interval, List<MetricData> exported) {
        Map<HistogramMetric, List<HistogramForm.Collected>> byMetric = new HashMap<>();
        for (Series series : histograms.all()) {
            Totals taken = series.drain(form(series.key.metric).layout, interval.isDelta());
            if (taken.count() > 0) {
                List<HistogramForm.Collected> ofMetric = byMetric.get(series.key.metric);
                if (ofMetric == null) {
                    ofMetric = new ArrayList<>();
                    byMetric.put(series.key.metric, ofMetric);
                }
                ofMetric.add(new HistogramForm.Collected(series.key, taken));
            }
        }
        for (HistogramMetric metric : HistogramMetric.ALL) {
            List<HistogramForm.Collected> ofMetric = byMetric.get(metric);
            if (ofMetric != null) {
                exported.add(form(metric).export(interval, ofMetric));
            }
        }
    }

    private HistogramForm form(HistogramMetric metric) {
        return Objects.requireNonNull(forms.get(metric));
    }
}
