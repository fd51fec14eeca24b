// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedMetric.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the rules ask for, as it arrived of the packaged agent: each series with its values over time, named and labelled as the
 * Collector hands it to Prometheus. Programs that ran one after the other are put side by side: time begins with each one's first
 * export.
 */
final class RecordedSamples {
    /** Half of the interval of exports, so that no two fall into one step. */
    static final int STEP_MILLIS = 50;

    private static final long STEP_NANOS = STEP_MILLIS * 1_000_000L;

    private final Map<Map<String, String>, TreeMap<Integer, Double>> series = new HashMap<>();
    private final Set<String> wanted = new TreeSet<>();
    private final Set<String> copied;

    RecordedSamples() throws IOException {
        copied = LaptopCollector.copiedFromResource();
        for (Rule rule : Rule.all()) {
            PromQl.of(rule.expression()).selectors().forEach(selector -> wanted.add(selector.metric()));
        }
    }

    /** Adds all exports of one program. */
    void take(OtlpReceiver receiver) {
        List<ReceivedMetric> metrics = receiver.awaitMetrics(all -> !all.isEmpty());
        long first = metrics.stream()
                .flatMap(metric -> metric.points().stream())
                .mapToLong(Point::epochNanos)
                .min()
                .orElseThrow();
        for (ReceivedMetric metric : metrics) {
            for (String name : PrometheusNames.of(metric)) {
                if (wanted.contains(name)) {
                    for (Point point : metric.points()) {
                        int step = (int) ((point.epochNanos() - first) / STEP_NANOS);
                        add(name, labels(metric, point), point, step);
                    }
                }
            }
        }
    }

    private void add(String name, Map<String, String> labels, Point point, int step) {
        labels.put("__name__", name);
        if (name.endsWith("_bucket")) {
            long below = 0;
            for (int i = 0; i < point.bounds().size(); i++) {
                below += point.bucketCounts().get(i);
                Map<String, String> bucket = new TreeMap<>(labels);
                bucket.put("le", number(point.bounds().get(i)));
                put(bucket, step, below);
            }
            labels.put("le", "+Inf");
            put(labels, step, point.count());
        } else {
            put(labels, step, name.endsWith("_count") ? point.count() : point.value());
        }
    }

    private void put(Map<String, String> labels, int step, double value) {
        series.computeIfAbsent(labels, unknown -> new TreeMap<>()).put(step, value);
    }

    private Map<String, String> labels(ReceivedMetric metric, Point point) {
        Map<String, String> labels = new TreeMap<>();
        metric.resource().forEach((key, value) -> {
            if (copied.contains(key)) {
                labels.put(PrometheusNames.label(key), String.valueOf(value));
            }
        });
        point.attributes().forEach((key, value) -> labels.put(PrometheusNames.label(key), String.valueOf(value)));
        labels.put("job", String.valueOf(metric.resource().get("service.name")));
        labels.put("instance", String.valueOf(metric.resource().get("service.instance.id")));
        return labels;
    }

    /** What stood in the last sample of each series of this name, by its labels. */
    Map<Map<String, String>, Double> last(String name) {
        Map<Map<String, String>, Double> last = new HashMap<>();
        series.forEach((labels, samples) -> {
            if (name.equals(labels.get("__name__"))) {
                last.put(labels, samples.lastEntry().getValue());
            }
        });
        return last;
    }

    /** The step of the last sample of all. */
    int lastStep() {
        return series.values().stream().mapToInt(TreeMap::lastKey).max().orElseThrow();
    }

    /** As promtool's {@code input_series}, one value a step, {@code _} where nothing was exported. */
    List<Map<String, String>> inputSeries() {
        List<Map<String, String>> input = new ArrayList<>();
        series.forEach((labels, samples) -> {
            StringBuilder values = new StringBuilder();
            int next = 0;
            for (Map.Entry<Integer, Double> sample : samples.entrySet()) {
                values.append("_ ".repeat(sample.getKey() - next));
                values.append(number(sample.getValue())).append(' ');
                next = sample.getKey() + 1;
            }
            input.add(Map.of(
                    "series", selector(labels), "values", values.toString().trim()));
        });
        return input;
    }

    private static String selector(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(label -> !label.getKey().equals("__name__"))
                .map(label -> label.getKey() + "=\""
                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", labels.get("__name__") + '{', "}"));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
