// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A counter with one attribute. Any number of threads; an increment costs a map look-up, some 15 ns.
 *
 * <p>At most {@link #MAX_LABELS} values of the attribute are told apart, the rest is counted as {@value #OTHER}.
 */
final class LabelledCounter {
    static final int MAX_LABELS = 100;
    static final String OTHER = "other";

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts nothing, so that the value is exported as 0 from now on. */
    void declare(String label) {
        adder(label);
    }

    void add(String label, long count) {
        adder(label).add(count);
    }

    private LongAdder adder(String label) {
        LongAdder known = counts.get(label);
        if (known != null) {
            return known;
        }
        String counted = counts.size() < MAX_LABELS ? label : OTHER;
        LongAdder fresh = new LongAdder();
        LongAdder raced = counts.putIfAbsent(counted, fresh);
        return raced != null ? raced : fresh;
    }

    /** The count of one value of the attribute so far. */
    long count(String label) {
        LongAdder known = counts.get(label);
        return known == null ? 0 : known.sum();
    }

    Iterable<String> labels() {
        return counts.keySet();
    }
}
