// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboards ask for is what the packaged agent exports, in both forms of histograms. */
class DashboardSeriesTest {
    /** Only a detector that runs out of memory has it. */
    private static final String NOT_PROVOKED = "foreshock_detector_dropped_total";

    @ParameterizedTest
    @ValueSource(strings = {"explicit_bucket_histogram", "base2_exponential_bucket_histogram"})
    void panels_ask_for_series_that_arrive(String form) throws Exception {
        CapturedSeries series = new CapturedSeries();
        Scenes scenes = new Scenes(
                series::take,
                Map.of(
                        "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                        form,
                        "OTEL_RESOURCE_ATTRIBUTES",
                        "service.version=1.2.3,deployment.environment.name=test"));
        scenes.findAndLose();
        scenes.waitForConnections();
        scenes.fail();
        scenes.command();
        scenes.repeat();
        scenes.call();
        scenes.queue();
        scenes.schedule();
        scenes.lookUp();
        boolean isExplicit = form.startsWith("explicit");
        assertEquals(isExplicit, series.has("http_server_request_duration_seconds_bucket"));
        assertEquals(!isExplicit, series.has("http_server_request_duration_seconds"));
        Set<String> missing = new TreeSet<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Query query : dashboard.queries("prometheus")) {
                PromQl parsed = PromQl.of(query.expanded());
                Set<String> labels = new TreeSet<>();
                for (PromQl.Selector selector : parsed.selectors()) {
                    String metric = selector.metric();
                    labels.addAll(series.labels(metric));
                    if (series.has(metric)) {
                        lookAt(series, selector, query, missing);
                    } else if (!isOtherForm(series, metric)
                            && !metric.equals(NOT_PROVOKED)
                            && !metric.equals("ALERTS")) {
                        missing.add(metric + " of " + query);
                    }
                }
                for (String label : parsed.grouping()) {
                    boolean ofOtherForm = label.equals("le") && !isExplicit;
                    if (!labels.contains(label)
                            && !ofOtherForm
                            && !query.expression().contains("ALERTS")
                            && !query.expression().contains(NOT_PROVOKED)) {
                        missing.add("label " + label + " of " + query);
                    }
                }
            }
        }
        assertTrue(missing.isEmpty(), () -> String.join("\n", missing) + "\nof " + series);
    }

    /** Labels of the selector, and values that it names. */
    private static void lookAt(
            CapturedSeries series, PromQl.Selector selector, Dashboard.Query query, Set<String> missing) {
        Set<String> labels = series.labels(selector.metric());
        selector.matchers().forEach((label, condition) -> {
            if (!labels.contains(label)) {
                missing.add("label " + label + " of " + selector.metric() + " in " + query);
            }
            String value = condition.substring(condition.indexOf('"') + 1, condition.length() - 1);
            boolean isNamed = condition.startsWith("=\"") && !value.equals("x");
            if (isNamed && !series.values(selector.metric(), label).contains(value)) {
                missing.add("value " + value + " of " + label + " in " + query);
            }
        });
    }

    /** Of a histogram that has arrived in the form that was set. */
    private static boolean isOtherForm(CapturedSeries series, String metric) {
        return series.has(metric + "_bucket") || series.has(metric.replaceAll("_(bucket|count|sum)$", ""));
    }
}
