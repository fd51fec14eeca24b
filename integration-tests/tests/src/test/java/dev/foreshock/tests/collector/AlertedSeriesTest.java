// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What the alerting rules ask for is what the packaged agent exports, and they fire on what it has found. */
class AlertedSeriesTest {
    /** Only a detector that runs out of memory has it. */
    private static final String NOT_PROVOKED = "foreshock_detector_dropped_total";

    private static final String COUNTER = "foreshock_findings_total";
    private static final Map<String, String> SEVERITIES = Map.of("page", "critical", "ticket", "warning");

    private static CapturedSeries series;
    private static RecordedSamples samples;

    @BeforeAll
    static void runPrograms() throws Exception {
        series = new CapturedSeries();
        samples = new RecordedSamples();
        Scenes scenes = new Scenes(
                receiver -> {
                    series.take(receiver);
                    samples.take(receiver);
                },
                Map.of());
        scenes.findAndLose();
        scenes.waitForConnections();
        scenes.fail();
        scenes.dependOnWhatFails();
    }

    @Test
    void rules_ask_for_series_that_arrive_when_something_is_found() throws IOException {
        Map<String, Set<String>> recorded = new TreeMap<>();
        Set<String> alerted = new TreeSet<>();
        for (Rule rule : Rule.all()) {
            if (!rule.isAlert()) {
                recorded.put(rule.name(), PromQl.of(rule.expression()).grouping());
            } else if (!rule.findingType().isEmpty()) {
                alerted.add(rule.findingType());
            }
        }
        for (Rule rule : Rule.all()) {
            for (PromQl.Selector selector : PromQl.of(rule.expression()).selectors()) {
                if (!selector.metric().equals(NOT_PROVOKED)) {
                    Set<String> labels = recorded.getOrDefault(selector.metric(), series.labels(selector.metric()));
                    assertTrue(
                            labels.containsAll(selector.matchers().keySet()) && !labels.isEmpty(),
                            () -> selector + " of " + rule.name() + " is not among " + series);
                }
            }
        }
        Set<String> types = series.values(COUNTER, "foreshock_finding_type");
        assertTrue(types.containsAll(alerted), () -> alerted + " but there is " + types);
    }

    /** Over the samples of the same programs, promtool evaluates the rules as Prometheus does. */
    @Test
    void alerts_fire_on_what_the_programs_found_and_on_nothing_else(@TempDir Path directory) throws Exception {
        Map<String, List<Map<String, Object>>> expected = new TreeMap<>();
        Set<String> fired = new TreeSet<>();
        for (Rule rule : Rule.all()) {
            if (rule.isAlert()) {
                List<Map<String, Object>> alerts = expected.computeIfAbsent(rule.name(), unknown -> new ArrayList<>());
                for (Map<String, String> of : causes(rule)) {
                    alerts.add(alert(rule, of));
                    fired.add(rule.name() + ' ' + rule.labels().get("severity"));
                }
            }
        }
        assertTrue(
                fired.containsAll(Set.of(
                        "ForeshockNPlusOne ticket", "ForeshockFailingDependency page", "ForeshockExportLoses ticket")),
                fired::toString);
        assertTrue(fired.size() < expected.size(), fired::toString);
        String end = samples.lastStep() * RecordedSamples.STEP_MILLIS / 1_000 + 1 + "s";
        List<Map<String, Object>> moments = new ArrayList<>();
        expected.forEach(
                (name, alerts) -> moments.add(Map.of("eval_time", end, "alertname", name, "exp_alerts", alerts)));
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("interval", RecordedSamples.STEP_MILLIS + "ms");
        test.put("input_series", samples.inputSeries());
        test.put("alert_rule_test", moments);
        Files.copy(Rule.DIRECTORY.resolve("alerts.yaml"), directory.resolve("alerts.yaml"));
        Map<String, Object> file =
                Map.of("rule_files", List.of("alerts.yaml"), "evaluation_interval", "1s", "tests", List.of(test));
        Files.writeString(directory.resolve("recorded-test.yaml"), new Yaml().dump(file));
        Promtool.run(directory, "test", "rules", "recorded-test.yaml");
    }

    /** The labels by which the alert tells what it is about, of all that the programs have shown of it. */
    private static Set<Map<String, String>> causes(Rule rule) {
        Set<Map<String, String>> causes =
                new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
        String type = rule.findingType();
        String severity = SEVERITIES.get(rule.labels().get("severity"));
        samples.last(COUNTER).forEach((labels, value) -> {
            if (value > 0
                    && type.equals(labels.get("foreshock_finding_type"))
                    && severity.equals(labels.get("foreshock_finding_severity"))) {
                causes.add(Map.of("job", labels.get("job"), "foreshock_finding_type", type));
            }
        });
        samples.last("foreshock_dropped_total").forEach((labels, value) -> {
            if (rule.name().equals("ForeshockExportLoses")
                    && labels.get("foreshock_reason").endsWith("_export_failed")) {
                causes.add(Map.of("job", labels.get("job")));
            }
        });
        return causes;
    }

    private static Map<String, Object> alert(Rule rule, Map<String, String> of) {
        Map<String, String> labels = new TreeMap<>(rule.labels());
        labels.putAll(of);
        Map<String, String> annotations = new TreeMap<>(rule.annotations());
        annotations.replaceAll((name, text) -> text.replace("{{ $labels.job }}", of.get("job")));
        assertEquals(-1, annotations.toString().indexOf("{{"), annotations::toString);
        return Map.of("exp_labels", labels, "exp_annotations", annotations);
    }
}
