// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the alerting rules ask for is what the packaged agent exports, by name, label and value. */
class AlertedSeriesTest {
    /** Only a detector that runs out of memory has it. */
    private static final String NOT_PROVOKED = "foreshock_detector_dropped_total";

    @Test
    void rules_ask_for_series_that_arrive_when_something_is_found() throws Exception {
        CapturedSeries series = new CapturedSeries();
        Scenes scenes = new Scenes(series, Map.of());
        scenes.findAndLose();
        scenes.waitForConnections();
        scenes.fail();
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
        Set<String> types = series.values("foreshock_findings_total", "foreshock_finding_type");
        assertTrue(types.containsAll(alerted), () -> alerted + " but there is " + types);
    }
}
