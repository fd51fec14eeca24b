// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.List;

/** How one metric's totals are exported. Belongs to the collecting thread. */
abstract class HistogramForm {
    private static final String OVERFLOW = "otel.metric.overflow";

    final HistogramMetric metric;
    final BucketLayout layout;

    HistogramForm(HistogramMetric metric, BucketLayout layout) {
        this.metric = metric;
        this.layout = layout;
    }

    abstract MetricDataType type();

    abstract Data<?> data(Interval interval, List<Collected> series);

    final MetricData export(Interval interval, List<Collected> series) {
        return new ExportedMetric(
                interval.resource(),
                interval.scope(),
                metric.name,
                metric.description,
                metric.unit,
                type(),
                data(interval, series));
    }

    final Attributes attributes(SeriesKey key) {
        AttributesBuilder attributes = Attributes.builder();
        if (key.isOverflow()) {
            return attributes.put(OVERFLOW, true).build();
        }
        for (int i = 0; i < metric.attributes.length; i++) {
            Object value = key.value(i);
            if (value instanceof Long number) {
                attributes.put(metric.attributes[i], number);
            } else if (value != null) {
                attributes.put(metric.attributes[i], value.toString());
            }
        }
        return attributes.build();
    }

    final double sum(Totals totals) {
        return metric.timed ? totals.sum() / 1e9 : totals.sum();
    }

    final double exported(long recorded) {
        return recorded / metric.unitsPerOne();
    }

    /** A series with what was taken from it. */
    record Collected(SeriesKey key, Totals totals) {}
}
