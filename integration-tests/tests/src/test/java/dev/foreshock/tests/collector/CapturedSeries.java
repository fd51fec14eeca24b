// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedMetric.Point;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Series that have arrived of the packaged agent, named and labelled as the Collector hands them to Prometheus. */
final class CapturedSeries {
    private final Map<String, Map<String, Set<String>>> series = new TreeMap<>();
    private final Set<String> copied;

    CapturedSeries() throws IOException {
        copied = LaptopCollector.copiedFromResource();
    }

    /** Adds what has arrived so far. */
    void take(OtlpReceiver receiver) {
        for (ReceivedMetric metric : receiver.awaitMetrics(metrics -> !metrics.isEmpty())) {
            assertTrue(metric.resource().containsKey("service.name"), metric::toString);
            assertTrue(metric.resource().containsKey("service.instance.id"), metric::toString);
            for (Point point : metric.points()) {
                Map<String, Object> attributes = new HashMap<>(point.attributes());
                metric.resource().forEach((key, value) -> {
                    if (copied.contains(key)) {
                        attributes.put(key, value);
                    }
                });
                PrometheusNames.of(metric).forEach(name -> add(name, attributes));
            }
        }
    }

    private void add(String name, Map<String, Object> attributes) {
        Map<String, Set<String>> values = series.computeIfAbsent(name, unknown -> new TreeMap<>());
        PrometheusNames.labels(attributes.keySet())
                .forEach(label -> values.computeIfAbsent(label, u -> new TreeSet<>()));
        attributes.forEach(
                (key, value) -> values.get(PrometheusNames.label(key)).add(String.valueOf(value)));
        if (name.endsWith("_bucket")) {
            values.computeIfAbsent("le", unknown -> new TreeSet<>());
        }
    }

    boolean has(String metric) {
        return series.containsKey(metric);
    }

    /** The labels that a metric has had; none where it has not arrived. */
    Set<String> labels(String metric) {
        return series.getOrDefault(metric, Map.of()).keySet();
    }

    /** The values that a label has had; of {@code job}, {@code instance} and {@code le} none are known. */
    Set<String> values(String metric, String label) {
        return series.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
    }

    @Override
    public String toString() {
        return series.toString();
    }
}
