// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricDocumentationTest {
    private final Map<String, String> rows = new HashMap<>();

    MetricDocumentationTest() throws IOException {
        for (String line : Files.readAllLines(Path.of("../../docs/metrics.md"))) {
            if (line.startsWith("| `")) {
                rows.put(line.substring(3, line.indexOf('`', 3)), line);
            }
        }
    }

    @Test
    void everyHistogramIsDocumentedWithUnitAndAttributes() {
        String previous = "";
        for (HistogramMetric metric : HistogramMetric.ALL) {
            String row = documented(metric.name, metric.unit);
            String attributes = row.endsWith("| the same |") ? previous : row;
            for (String attribute : metric.attributes) {
                assertTrue(attributes.contains("`" + attribute + "`"), attribute + " of " + metric.name);
            }
            previous = attributes;
        }
    }

    @Test
    void everyCounterIsDocumentedWithUnitAndAttributes() {
        Metrics metrics = new Metrics(Settings.of(name -> null, name -> null, complaint -> {}));
        metrics.declareFinding("n_plus_one");
        metrics.found("n_plus_one", Severity.WARNING);
        metrics.open("n_plus_one", Severity.WARNING, 1);
        metrics.wasted("n_plus_one", 1);
        metrics.retried("http:shipping:80", 1);
        metrics.dropped("reason", 1);
        metrics.detectorDropped("reason", 1);
        metrics.traceKept("reason");

        int counters = 0;
        for (MetricData metric : metrics.collect(
                Resource.create(Attributes.empty()), InstrumentationScopeInfo.create("dev.foreshock"))) {
            String row = documented(metric.getName(), metric.getUnit());
            metric.getData()
                    .getPoints()
                    .forEach(point -> point.getAttributes()
                            .forEach((key, value) -> assertTrue(
                                    row.contains("`" + key.getKey() + "`"), key + " of " + metric.getName())));
            counters++;
        }

        assertTrue(counters >= 6, counters + " counters and gauges");
    }

    private String documented(String name, String unit) {
        String row = rows.get(name);
        assertNotNull(row, name + " is not in docs/metrics.md");
        assertTrue(row.contains("| `" + unit + "` |"), unit + " of " + name);
        return row;
    }
}
