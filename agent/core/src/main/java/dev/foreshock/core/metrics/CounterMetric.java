// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exported counter, made of one or more {@link LabelledCounter}s. Belongs to the collecting thread. */
final class CounterMetric {
    private final String name;
    private final String unit;
    private final String description;
    private final String attribute;
    private final List<Part> parts = new ArrayList<>();

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

    /** Adds the metric to {@code exported}, unless it has no point. */
    void collect(Interval interval, List<MetricData> exported) {
        List<LongPointData> points = new ArrayList<>();
        for (Part part : parts) {
            for (String label : part.counter.labels()) {
                long value = part.counter.count(label);
                if (interval.isDelta()) {
                    Long before = part.before.put(label, value);
                    value -= before == null ? 0 : before;
                }
                points.add(LongPointData.create(
                        interval.startEpochNanos(), interval.epochNanos(), attributes(part, label), value));
            }
        }
        if (!points.isEmpty()) {
            exported.add(new ExportedMetric(
                    interval.resource(),
                    interval.scope(),
                    name,
                    description,
                    unit,
                    MetricDataType.LONG_SUM,
                    SumData.createLongSumData(true, interval.temporality(), points)));
        }
    }

    private Attributes attributes(Part part, String label) {
        AttributesBuilder attributes = Attributes.builder().put(attribute, label);
        if (part.key != null && part.value != null) {
            attributes.put(part.key, part.value);
        }
        return attributes.build();
    }

    private record Part(
            LabelledCounter counter,
            @Nullable String key,
            @Nullable String value,
            Map<String, Long> before) {}
}
