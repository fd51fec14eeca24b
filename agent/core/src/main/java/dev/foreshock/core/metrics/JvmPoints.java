// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes metrics of the numbers read from the JVM. Levels, which may fall, are always exported as they are; counters as what
 * came since the last collection where {@code delta} is asked for. Belongs to the collecting thread.
 */
final class JvmPoints {
    private final boolean delta;
    private final Map<String, Long> countersBefore = new HashMap<>();
    private Interval interval;
    private List<MetricData> exported;
    private List<LongPointData> points = new ArrayList<>();

    JvmPoints(boolean delta, Interval interval, List<MetricData> exported) {
        this.delta = delta;
        this.interval = interval;
        this.exported = exported;
    }

    /** From here on metrics belong to this interval, and are added to {@code taking}. */
    void begin(Interval collected, List<MetricData> taking) {
        interval = collected;
        exported = taking;
        points = new ArrayList<>();
    }

    /** Adds a point to the next {@link #level}. */
    void add(long value, Attributes attributes) {
        points.add(LongPointData.create(interval.startEpochNanos(), interval.epochNanos(), attributes, value));
    }

    /** Makes a metric of the points added; none where there are none. */
    void level(String name, String unit, String description) {
        List<LongPointData> made = points;
        points = new ArrayList<>();
        if (!made.isEmpty()) {
            export(
                    name,
                    unit,
                    description,
                    MetricDataType.LONG_SUM,
                    SumData.createLongSumData(false, AggregationTemporality.CUMULATIVE, made));
        }
    }

    void counter(String name, String unit, String description, long total) {
        LongPointData point = LongPointData.create(
                interval.startEpochNanos(), interval.epochNanos(), Attributes.empty(), sinceLast(name, total));
        export(
                name,
                unit,
                description,
                MetricDataType.LONG_SUM,
                SumData.createLongSumData(true, temporality(), List.of(point)));
    }

    void seconds(String name, String description, Duration total) {
        export(
                name,
                "s",
                description,
                MetricDataType.DOUBLE_SUM,
                SumData.createDoubleSumData(
                        true, temporality(), List.of(point(sinceLast(name, total.toNanos()) / 1e9))));
    }

    void ratio(String name, String description, double value) {
        export(
                name,
                "1",
                description,
                MetricDataType.DOUBLE_GAUGE,
                GaugeData.createDoubleGaugeData(List.of(point(value))));
    }

    private DoublePointData point(double value) {
        return DoublePointData.create(
                interval.startEpochNanos(), interval.epochNanos(), Attributes.empty(), value, List.of());
    }

    private AggregationTemporality temporality() {
        return delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
    }

    private long sinceLast(String name, long total) {
        Long before = delta ? countersBefore.put(name, total) : null;
        return before == null ? total : total - before;
    }

    private void export(String name, String unit, String description, MetricDataType type, Data<?> data) {
        exported.add(new ExportedMetric(interval.resource(), interval.scope(), name, description, unit, type, data));
    }
}
