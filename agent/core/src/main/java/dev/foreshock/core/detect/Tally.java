// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.Map;
import java.util.TreeMap;

/** How many of each type. Used by one thread at a time. */
final class Tally {
    private final Map<String, Integer> counts = new TreeMap<>();
    private int total;

    void add(String type) {
        counts.merge(type, 1, Integer::sum);
        total++;
    }

    int total() {
        return total;
    }

    void clear() {
        counts.clear();
        total = 0;
    }

    /** {@code 30 n_plus_one, 7 redundant_query}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(count.getValue())
                    .append(' ')
                    .append(count.getKey());
        }
        return text.toString();
    }
}
