// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule of {@code alertmanager.yaml} by which one alert silences another one, read as Alertmanager reads it. */
record InhibitRule(List<String> source, List<String> target, List<String> equal) {
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");

    static List<InhibitRule> all() throws IOException {
        List<InhibitRule> rules = new ArrayList<>();
        for (Map<?, ?> rule : Rule.maps(Rule.read("alertmanager.yaml").get("inhibit_rules"))) {
            rules.add(new InhibitRule(
                    texts(rule.get("source_matchers")), texts(rule.get("target_matchers")), texts(rule.get("equal"))));
        }
        return rules;
    }

    /** Those of the alerts, given by their labels, that are not silenced. */
    static List<Map<String, String>> loud(List<Map<String, String>> firing) throws IOException {
        List<InhibitRule> rules = all();
        return firing.stream()
                .filter(alert -> firing.stream()
                        .noneMatch(other ->
                                other != alert && rules.stream().anyMatch(rule -> rule.silences(other, alert))))
                .toList();
    }

    boolean silences(Map<String, String> by, Map<String, String> alert) {
        // Alerts that are on both sides do not silence each other.
        boolean bothOnBothSides =
                matches(source, alert) && matches(target, alert) && matches(source, by) && matches(target, by);
        return matches(source, by)
                && matches(target, alert)
                && !bothOnBothSides
                && equal.stream().allMatch(label -> by.getOrDefault(label, "").equals(alert.getOrDefault(label, "")));
    }

    private static boolean matches(List<String> matchers, Map<String, String> labels) {
        return matchers.stream().allMatch(text -> {
            Matcher matcher = MATCHER.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            String value = labels.getOrDefault(matcher.group(1), "");
            return matcher.group(2).equals("=") ? value.equals(matcher.group(3)) : value.matches(matcher.group(3));
        });
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }
}
