// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All figures of one application, round by round. For one thread. */
final class Measurements {
    private final Map<Variant, Map<Figure, List<Double>>> values = new EnumMap<>(Variant.class);
    private final Map<Variant, Map<String, Integer>> threads = new EnumMap<>(Variant.class);

    void add(Variant variant, Figure figure, double value) {
        values.computeIfAbsent(variant, none -> new EnumMap<>(Figure.class))
                .computeIfAbsent(figure, none -> new ArrayList<>())
                .add(value);
    }

    /** Adds all that another one holds. */
    void addAll(Measurements other) {
        other.values.forEach((variant, figures) ->
                figures.forEach((figure, list) -> list.forEach(value -> add(variant, figure, value))));
    }

    /** The names of the threads that lived after the load, and how many of each. */
    void threads(Variant variant, Map<String, Integer> names) {
        threads.put(variant, names);
    }

    Map<String, Integer> threads(Variant variant) {
        return threads.getOrDefault(variant, Map.of());
    }

    List<Double> values(Variant variant, Figure figure) {
        return values.getOrDefault(variant, Map.of()).getOrDefault(figure, List.of());
    }

    boolean has(Figure figure) {
        return values.keySet().stream()
                .anyMatch(variant -> !values(variant, figure).isEmpty());
    }

    Optional<Spread> spread(Variant variant, Figure figure) {
        List<Double> list = values(variant, figure);
        return list.isEmpty() ? Optional.empty() : Optional.of(Spread.of(list));
    }

    /** Round by round to no agent, so that what slows a whole round down cancels out. */
    Optional<Spread> ratio(Variant variant, Figure figure) {
        return against(Variant.NONE, variant, figure, true);
    }

    /** Round by round what the variant adds to no agent. */
    Optional<Spread> added(Variant variant, Figure figure) {
        return added(Variant.NONE, variant, figure);
    }

    Optional<Spread> added(Variant base, Variant variant, Figure figure) {
        return against(base, variant, figure, false);
    }

    private Optional<Spread> against(Variant base, Variant variant, Figure figure, boolean ratio) {
        List<Double> bases = values(base, figure);
        List<Double> list = values(variant, figure);
        List<Double> compared = new ArrayList<>();
        for (int round = 0; round < Math.min(bases.size(), list.size()); round++) {
            compared.add(ratio ? list.get(round) / bases.get(round) : list.get(round) - bases.get(round));
        }
        return compared.isEmpty() ? Optional.empty() : Optional.of(Spread.of(compared));
    }
}
