// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The series that {@code docs/metrics.md} promises, with their labels. */
final class MetricsPage {
    private static final Path PAGE = JvmBuilder.repositoryRoot().resolve("docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_.]+)` \\| `([^`]+)` \\|(.*)\\|");
    private static final Pattern QUOTED = Pattern.compile("`([a-z_]+(?:\\.[a-z_]+)+)`");

    private MetricsPage() {}

    static Map<String, Set<String>> series() throws IOException {
        Map<String, Set<String>> series = new TreeMap<>();
        boolean histograms = false;
        Set<String> attributes = Set.of();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                histograms = line.contains("Histograms");
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                if (!row.group(3).trim().endsWith("the same")) {
                    attributes = attributes(row.group(3));
                }
                Set<String> labels = PrometheusNames.labels(attributes);
                for (String name : names(row.group(1), row.group(2), histograms)) {
                    Set<String> all = new TreeSet<>(labels);
                    if (name.endsWith("_bucket")) {
                        all.add("le");
                    }
                    series.put(name, all);
                }
            }
        }
        return series;
    }

    /** The page does not say of a metric whether it is a counter or a gauge: what really arrives is looked at elsewhere. */
    private static Set<String> names(String name, String unit, boolean isHistogram) {
        if (isHistogram) {
            Set<String> names = new TreeSet<>(PrometheusNames.histogram(name, unit));
            names.addAll(PrometheusNames.nativeHistogram(name, unit));
            return names;
        }
        Set<String> names = new TreeSet<>(PrometheusNames.gauge(name, unit));
        names.addAll(PrometheusNames.counter(name, unit));
        return names;
    }

    private static Set<String> attributes(String cells) {
        Set<String> attributes = new TreeSet<>();
        Matcher quoted = QUOTED.matcher(cells);
        while (quoted.find()) {
            attributes.add(quoted.group(1));
        }
        return attributes;
    }
}
