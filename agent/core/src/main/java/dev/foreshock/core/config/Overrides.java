// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.util.List;

/**
 * Values for some names only, as in {@code FORESHOCK_NPLUSONE_MIN_COUNT_OVERRIDES="GET /reports/*=50"}. Immutable.
 *
 * @param <V> the type of the values
 */
public final class Overrides<V> {
    private static final Overrides<?> NONE = new Overrides<>(List.of(), List.of());

    private final List<String> globs;
    private final List<V> values;

    Overrides(List<String> globs, List<V> values) {
        this.globs = List.copyOf(globs);
        this.values = List.copyOf(values);
    }

    @SuppressWarnings("unchecked") // holds no value, so it is one for every type
    public static <V> Overrides<V> none() {
        return (Overrides<V>) NONE;
    }

    /** The value of the first pattern that matches the name, or {@code otherwise}. */
    public V get(String name, V otherwise) {
        for (int i = 0; i < globs.size(); i++) {
            if (Glob.matches(globs.get(i), name)) {
                return values.get(i);
            }
        }
        return otherwise;
    }

    public boolean isEmpty() {
        return globs.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < globs.size(); i++) {
            text.append(i == 0 ? "" : ",").append(globs.get(i)).append('=').append(values.get(i));
        }
        return text.toString();
    }
}
