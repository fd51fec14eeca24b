// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import org.jspecify.annotations.Nullable;

/** A list that {@link Fingerprint} is inside of: where it began, and what its elements have in common. */
final class OpenList {
    @Nullable
    OpenList outer;

    /** Whether its elements are rows of VALUES, each in brackets, and not values. */
    boolean rows;
    /** Whether it is the list of an IN, whose length is worth knowing. */
    boolean counted;
    /** The depth of brackets at which a comma divides its elements. */
    int depth;
    /** The hash of what stands before the list, and of its elements so far but for those that repeat the one before. */
    long outerHash;
    /** The hash of the last element that has ended. */
    long previous;

    int elements;
    /** Whether all elements so far hold values alone. */
    boolean uniform;
    /** Where the text stood after the last element. */
    int mark;
    /** Tokens of the element that has not ended. */
    int tokens;

    boolean hasPlaceholder;
    boolean hasWord;

    void open(@Nullable OpenList around, boolean isCounted, int atDepth, long hashBefore) {
        outer = around;
        rows = false;
        counted = isCounted;
        depth = atDepth;
        outerHash = hashBefore;
        previous = 0;
        elements = 0;
        uniform = true;
        mark = -1;
        beginElement();
    }

    void beginElement() {
        tokens = 0;
        hasPlaceholder = false;
        hasWord = false;
    }
}
