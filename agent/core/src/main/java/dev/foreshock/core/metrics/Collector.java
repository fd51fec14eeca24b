// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.Backlog;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the SDK's metrics of all that {@link Metrics} holds. Loaded with the first collection; used by one thread at a time. */
final class Collector {
    private static final String REASON = "foreshock.reason";
    private static final long MILLI = 1_000_000;

    private final List<CounterMetric> counters;
    private final boolean exponential;
    private final AggregationTemporality temporality;
    private final long createdEpochNanos;
    private long lastEpochNanos;
    private @Nullable HistogramCollector histograms;
    private boolean holdingBack;

    Collector(Settings settings, long createdEpochNanos, List<CounterMetric> counters) {
        this.exponential =
                "base2_exponential_bucket_histogram".equals(settings.get(MetricSettings.HISTOGRAM_AGGREGATION));
        // "lowmemory" differs from "delta" for counters that are read, not counted: those of the JVM.
        this.temporality = "cumulative".equals(settings.get(MetricSettings.TEMPORALITY))
                ? AggregationTemporality.CUMULATIVE
                : AggregationTemporality.DELTA;
        this.counters = counters;
        this.createdEpochNanos = createdEpochNanos;
        this.lastEpochNanos = createdEpochNanos;
    }

    static CounterMetric byReason(String name, String unit, String description, LabelledCounter counter) {
        return new CounterMetric(name, unit, description, REASON).of(counter);
    }

    List<MetricData> collect(
            Resource resource,
            InstrumentationScopeInfo scope,
            @Nullable Histograms recorded,
            @Nullable JvmMetrics jvm) {
        // Most backends keep milliseconds, and one point for each.
        long epochNanos = Math.max(lastEpochNanos + MILLI, System.currentTimeMillis() * MILLI);
        boolean delta = temporality == AggregationTemporality.DELTA;
        Interval interval =
                new Interval(resource, scope, delta ? lastEpochNanos : createdEpochNanos, epochNanos, temporality);
        lastEpochNanos = epochNanos;
        List<MetricData> exported = new ArrayList<>();
        if (recorded != null) {
            HistogramCollector taking = histograms;
            if (taking == null) {
                taking = new HistogramCollector(recorded, exponential);
                histograms = taking;
            }
            taking.collect(interval, exported);
        }
        holdingBack = false;
        for (CounterMetric counter : counters) {
            holdingBack |= counter.collect(interval, exported);
        }
        PoolMetrics.collect(interval, exported);
        if (jvm != null) {
            jvm.collect(interval, exported);
        }
        MetricData backlogs = BacklogPoints.of(interval, Backlog.all());
        if (backlogs != null) {
            exported.add(backlogs);
        }
        return exported;
    }

    /** Whether the last collection has left something to the next one. */
    boolean isHoldingBack() {
        return holdingBack;
    }
}
