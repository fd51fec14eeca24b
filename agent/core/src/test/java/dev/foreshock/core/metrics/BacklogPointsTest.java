// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.api.Backlog;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogPointsTest {
    private final Metrics metrics = new Metrics(Settings.of(name -> null, name -> null, complaint -> {}));

    @Test
    void consumers_of_one_group_are_added_up_until_they_are_closed() {
        Backlog first = Backlog.of("kafka", "points-orders", "shipping");
        Backlog second = Backlog.of("kafka", "points-orders", "shipping");
        Backlog alone = Backlog.of("kafka", "points-orders", null);
        assertEquals(List.of(), values());
        first.messages(5);
        second.messages(7);
        alone.messages(0);
        assertEquals(List.of(12L, 0L), values());
        second.messages(-1);
        alone.messages(-1);
        assertEquals(List.of(5L), values());
        first.messages(-1);
        assertEquals(List.of(), values());
    }

    private List<Long> values() {
        return metrics
                .collect(Resource.create(Attributes.empty()), InstrumentationScopeInfo.create("dev.foreshock"))
                .stream()
                .filter(metric -> metric.getName().equals("foreshock.messaging.lag"))
                .map(MetricData::getLongGaugeData)
                .map(data -> (Collection<LongPointData>) data.getPoints())
                .flatMap(Collection::stream)
                .map(LongPointData::getValue)
                .toList();
    }
}
