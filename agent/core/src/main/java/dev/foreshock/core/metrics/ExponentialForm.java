// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Base2 exponential buckets at scale 3, or at the first scale below at which a point has no more than {@link #MAX_BUCKETS}:
 * what the specification recommends, and what backends are made for.
 */
final class ExponentialForm extends HistogramForm {
    static final int MAX_BUCKETS = 160;

    ExponentialForm(HistogramMetric metric, BucketLayout layout) {
        super(metric, layout);
    }

    @Override
    MetricDataType type() {
        return MetricDataType.EXPONENTIAL_HISTOGRAM;
    }

    @Override
    Data<?> data(Interval interval, List<Collected> series) {
        List<ExponentialHistogramPointData> points = new ArrayList<>(series.size());
        for (Collected one : series) {
            points.add(point(interval, one));
        }
        return ExponentialHistogramData.create(interval.temporality(), points);
    }

    private ExponentialHistogramPointData point(Interval interval, Collected one) {
        Totals totals = one.totals();
        BucketCounts buckets = totals.buckets;
        int scale = ExponentialLayout.SCALE;
        while (buckets.highest() - buckets.lowest() >= MAX_BUCKETS) {
            buckets = buckets.downscaled(1);
            scale--;
        }
        int offset = buckets.lowest();
        List<Long> counts = new ArrayList<>();
        for (int bucket = offset; bucket <= buckets.highest(); bucket++) {
            counts.add(buckets.get(bucket));
        }
        return ExponentialHistogramPointData.create(
                scale,
                sum(totals),
                totals.zeroCount(),
                true,
                exported(totals.min()),
                true,
                exported(totals.max()),
                ExponentialHistogramBuckets.create(scale, offset, counts),
                ExponentialHistogramBuckets.create(scale, 0, List.of()),
                interval.startEpochNanos(),
                interval.epochNanos(),
                attributes(one.key()),
                List.of());
    }
}
