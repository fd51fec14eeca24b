// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exported counter or gauge, made of one or more {@link LabelledCounter}s. Belongs to the collecting thread.
 *
 * <p>Every series of a counter begins with 0, and what was counted before its first collection follows with the second one:
 * backends tell a rise from two points, and the first finding of a process is one to be woken for.
 */
final class CounterMetric {
    private static final double NANOS = 1e9;

    private final String name;
    private final String unit;
    private final String description;
    private final String attribute;
    private final List<Part> parts = new ArrayList<>();
    private boolean gauge;
    private boolean seconds;

    /**
     * @param attribute the attribute that tells the labels of the counters apart
     */
    CounterMetric(String name, String unit, String description, String attribute) {
        this.name = name;
        this.unit = unit;
        this.description = description;
        this.attribute = attribute;
    }

    CounterMetric of(LabelledCounter counter) {
        return of(counter, null, null);
    }

    /** Adds a counter whose points carry one more attribute. */
    CounterMetric of(LabelledCounter counter, @Nullable String key, @Nullable String value) {
        parts.add(new Part(counter, key, value, new HashMap<>()));
        return this;
    }

    /** What is counted goes up and down: its present value is exported, whatever the temporality. */
    CounterMetric asGauge() {
        gauge = true;
        return this;
    }

    /** What is counted are nanoseconds, and exported are seconds. */
    CounterMetric inSeconds() {
        seconds = true;
        return this;
    }

    /**
     * Adds the metric to {@code exported}, unless it has no point.
     *
     * @return whether a series began with 0 although there is more
     */
    boolean collect(Interval interval, List<MetricData> exported) {
        boolean heldBack = false;
        List<LongPointData> counts = new ArrayList<>();
        List<DoublePointData> times = new ArrayList<>();
        long start = interval.startEpochNanos();
        long end = interval.epochNanos();
        for (Part part : parts) {
            for (String label : part.counter.labels()) {
                long counted = part.counter.count(label);
                boolean begins = !gauge && part.before.putIfAbsent(label, 0L) == null;
                heldBack |= begins && counted > 0;
                long value = begins ? 0 : value(part, label, counted, interval);
                if (seconds) {
                    times.add(DoublePointData.create(start, end, attributes(part, label), value / NANOS, List.of()));
                } else {
                    counts.add(LongPointData.create(start, end, attributes(part, label), value));
                }
            }
        }
        if (seconds && !times.isEmpty()) {
            exported.add(metric(
                    interval,
                    MetricDataType.DOUBLE_SUM,
                    SumData.createDoubleSumData(true, interval.temporality(), times)));
        } else if (gauge && !counts.isEmpty()) {
            exported.add(metric(interval, MetricDataType.LONG_GAUGE, GaugeData.createLongGaugeData(counts)));
        } else if (!counts.isEmpty()) {
            exported.add(metric(
                    interval,
                    MetricDataType.LONG_SUM,
                    SumData.createLongSumData(true, interval.temporality(), counts)));
        }
        return heldBack;
    }

    private long value(Part part, String label, long counted, Interval interval) {
        if (!interval.isDelta() || gauge) {
            return counted;
        }
        Long before = part.before.put(label, counted);
        return counted - (before == null ? 0 : before);
    }

    private MetricData metric(Interval interval, MetricDataType type, Data<?> data) {
        return new ExportedMetric(interval.resource(), interval.scope(), name, description, unit, type, data);
    }

    private Attributes attributes(Part part, String label) {
        AttributesBuilder attributes = Attributes.builder().put(attribute, label);
        if (part.key != null && part.value != null) {
            attributes.put(part.key, part.value);
        }
        return attributes.build();
    }

    /**
     * @param before what has been exported, by label; 0 for ever where totals are exported
     */
    private record Part(
            LabelledCounter counter,
            @Nullable String key,
            @Nullable String value,
            Map<String, Long> before) {}
}
