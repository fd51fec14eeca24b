// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.Backlog;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one gauge of the backlogs of all consumers: those of one group at one destination are added up. Stateless. */
final class BacklogPoints {
    private BacklogPoints() {}

    /** {@code null} without any. */
    static @Nullable MetricData of(Interval interval, List<Backlog> backlogs) {
        if (backlogs.isEmpty()) {
            return null;
        }
        Map<Attributes, Long> sums = new LinkedHashMap<>();
        for (Backlog backlog : backlogs) {
            long messages = backlog.messages();
            if (messages >= 0) {
                sums.merge(attributes(backlog), messages, Long::sum);
            }
        }
        List<LongPointData> points = new ArrayList<>();
        sums.forEach((attributes, messages) -> points.add(
                LongPointData.create(interval.startEpochNanos(), interval.epochNanos(), attributes, messages)));
        return new ExportedMetric(
                interval.resource(),
                interval.scope(),
                "foreshock.messaging.lag",
                "Messages that consumers of this process still have before them.",
                "{message}",
                MetricDataType.LONG_GAUGE,
                GaugeData.createLongGaugeData(points));
    }

    private static Attributes attributes(Backlog backlog) {
        AttributesBuilder attributes = Attributes.builder()
                .put("messaging.system", backlog.system())
                .put("messaging.destination.name", backlog.destination());
        String group = backlog.group();
        if (group != null) {
            attributes.put("messaging.consumer.group.name", group);
        }
        return attributes.build();
    }
}
