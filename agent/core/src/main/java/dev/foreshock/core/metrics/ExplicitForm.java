// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.ArrayList;
import java.util.List;

/** Buckets with the bounds of the conventions. */
final class ExplicitForm extends HistogramForm {
    private final List<Double> bounds;

    ExplicitForm(HistogramMetric metric, BucketLayout layout) {
        super(metric, layout);
        List<Double> boxed = new ArrayList<>(metric.bounds.length);
        for (double bound : metric.bounds) {
            boxed.add(bound);
        }
        bounds = List.copyOf(boxed);
    }

    @Override
    MetricDataType type() {
        return MetricDataType.HISTOGRAM;
    }

    @Override
    Data<?> data(Interval interval, List<Collected> series) {
        List<HistogramPointData> points = new ArrayList<>(series.size());
        for (Collected one : series) {
            Totals totals = one.totals();
            List<Long> counts = new ArrayList<>(bounds.size() + 1);
            for (int bucket = 0; bucket <= bounds.size(); bucket++) {
                counts.add(totals.buckets.get(bucket));
            }
            points.add(HistogramPointData.create(
                    interval.startEpochNanos(),
                    interval.epochNanos(),
                    attributes(one.key()),
                    sum(totals),
                    true,
                    exported(totals.min()),
                    true,
                    exported(totals.max()),
                    bounds,
                    counts));
        }
        return HistogramData.create(interval.temporality(), points);
    }
}
