// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The links of one operation: the first {@link #MAX} in the order in which they were added, the rest only counted. One
 * thread writes at a time, as with the operation.
 */
public final class Links {
    /** What OpenTelemetry's SDKs keep of one span as well. */
    public static final int MAX = 128;

    private Link[] kept = new Link[4];
    private int size;
    private int total;

    /** Adds a link; {@code null} and one without valid ids add nothing. */
    public void add(@Nullable Link link) {
        if (link == null || !link.isValid()) {
            return;
        }
        total++;
        if (size == MAX) {
            return;
        }
        if (size == kept.length) {
            kept = Arrays.copyOf(kept, Math.min(MAX, size * 2));
        }
        kept[size++] = link;
    }

    /** How many links are kept, at most {@link #MAX}. */
    public int size() {
        return size;
    }

    /** How many links were added, those that are only counted included. */
    public int total() {
        return total;
    }

    public Link get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return kept[index];
    }
}
