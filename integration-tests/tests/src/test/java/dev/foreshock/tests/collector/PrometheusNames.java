// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.ReceivedMetric;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How the Collector's exporters {@code prometheus} and {@code prometheusremotewrite} name what the agent exports, by default. */
final class PrometheusNames {
    /** What they make of the service, and thus on every series. */
    static final Set<String> OF_SERVICE = Set.of("job", "instance");

    /** The units that become a part of the name; those in braces do not, and {@code 1} only for gauges. */
    private static final Map<String, String> UNITS = Map.of("s", "seconds", "By", "bytes");

    private PrometheusNames() {}

    /** An attribute's name as a label. */
    static String label(String attribute) {
        return attribute.replaceAll("[^A-Za-z0-9_]", "_");
    }

    static Set<String> labels(Set<String> attributes) {
        Set<String> labels = new TreeSet<>(OF_SERVICE);
        attributes.forEach(attribute -> labels.add(label(attribute)));
        return labels;
    }

    static Set<String> gauge(String name, String unit) {
        return Set.of(withUnit(name, unit) + (unit.equals("1") ? "_ratio" : ""));
    }

    /** Of a sum that may fall. */
    static Set<String> upDownCounter(String name, String unit) {
        return Set.of(withUnit(name, unit));
    }

    static Set<String> counter(String name, String unit) {
        return Set.of(withUnit(name, unit) + "_total");
    }

    static Set<String> histogram(String name, String unit) {
        String whole = withUnit(name, unit);
        return Set.of(whole + "_bucket", whole + "_count", whole + "_sum");
    }

    /** An exponential histogram is one series of its own kind: a native histogram. */
    static Set<String> nativeHistogram(String name, String unit) {
        return Set.of(withUnit(name, unit));
    }

    /** The names of the series that a metric becomes. */
    static Set<String> of(ReceivedMetric metric) {
        return switch (metric.type()) {
            case GAUGE -> gauge(metric.name(), metric.unit());
            case SUM ->
                metric.monotonic()
                        ? counter(metric.name(), metric.unit())
                        : upDownCounter(metric.name(), metric.unit());
            case HISTOGRAM -> histogram(metric.name(), metric.unit());
            case EXPONENTIAL_HISTOGRAM -> nativeHistogram(metric.name(), metric.unit());
            default -> throw new IllegalArgumentException("no rule is written for " + metric);
        };
    }

    private static String withUnit(String name, String unit) {
        String plain = label(name);
        String word = UNITS.get(unit);
        return word == null || plain.endsWith("_" + word) ? plain : plain + "_" + word;
    }
}
