// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** By type of finding: what was found of what should be, what was missed, what was said of healthy applications, and how late. */
final class ConfusionTable {
    private static final String ROW = "%-24s %5s %6s %5s %8s  %s%n";

    private final Map<String, Set<String>> expected = new TreeMap<>();
    private final Map<String, Map<String, Double>> found = new TreeMap<>();
    private int healthy;

    /** A scenario, and the types that must be found in it: none for a look-alike. */
    void expect(String scenario, Set<String> types) {
        expected.put(scenario, types);
        found.put(scenario, new TreeMap<>());
        if (types.isEmpty()) {
            healthy++;
        }
    }

    /** @param seconds since the scenario, or its trouble, began */
    void found(String scenario, String type, double seconds) {
        found.get(scenario).merge(type, seconds, Math::min);
    }

    /** Whether everything that is expected of these scenarios has been found. */
    boolean isComplete(Set<String> scenarios) {
        return scenarios.stream().allMatch(name -> found.get(name).keySet().containsAll(expected.get(name)));
    }

    /** {@code scenario: type} for each that was not found. */
    Set<String> missed() {
        Set<String> missed = new TreeSet<>();
        expected.forEach((scenario, types) -> types.stream()
                .filter(type -> !found.get(scenario).containsKey(type))
                .forEach(type -> missed.add(scenario + ": " + type)));
        return missed;
    }

    /** {@code scenario: type} for each that should not have been found. */
    Set<String> wrong() {
        Set<String> wrong = new TreeSet<>();
        found.forEach((scenario, types) -> types.keySet().stream()
                .filter(type -> !expected.get(scenario).contains(type))
                .forEach(type -> wrong.add(scenario + ": " + type)));
        return wrong;
    }

    /** A line for each type, and one for the look-alikes. */
    @Override
    public String toString() {
        Set<String> types = new TreeSet<>();
        expected.values().forEach(types::addAll);
        found.values().forEach(some -> types.addAll(some.keySet()));
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, ROW, "finding", "found", "missed", "false", "after", "in"));
        for (String type : types) {
            int right = 0;
            int wrong = 0;
            double latest = 0;
            Set<String> where = new TreeSet<>();
            for (Map.Entry<String, Set<String>> scenario : expected.entrySet()) {
                Double seconds = found.get(scenario.getKey()).get(type);
                if (seconds != null && scenario.getValue().contains(type)) {
                    right++;
                    latest = Math.max(latest, seconds);
                } else if (seconds != null) {
                    wrong++;
                }
                if (seconds != null || scenario.getValue().contains(type)) {
                    where.add(scenario.getKey());
                }
            }
            long all = expected.values().stream()
                    .filter(some -> some.contains(type))
                    .count();
            String after = String.format(Locale.ROOT, "%.1f s", latest);
            table.append(String.format(
                    Locale.ROOT,
                    ROW,
                    type,
                    right,
                    all - right,
                    wrong,
                    after,
                    String.join(", ", new ArrayList<>(where))));
        }
        return table.append(healthy)
                .append(" look-alikes")
                .append(System.lineSeparator())
                .toString();
    }
}
