// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of indices with what looks like a value left out: {@code logs-2026.11.22} is {@code logs-?}. They are words with
 * dashes, dots and underscores between them; from the first part on that has a digit, is encoded or is long, all of it is one
 * {@code ?}.
 */
final class IndexName {
    private static final int LONGEST_PART = 24;
    private static final int MOST_NAMES = 4;

    private IndexName() {}

    /** {@code segment} is a part of a path, and may name several: {@code orders,logs-*}. */
    static List<String> all(String segment) {
        List<String> names = new ArrayList<>(1);
        int start = 0;
        while (start <= segment.length()) {
            int comma = segment.indexOf(',', start);
            int encoded = segment.indexOf("%2C", start);
            boolean plain = comma >= 0 && (encoded < 0 || comma < encoded);
            int end = plain ? comma : encoded >= 0 ? encoded : segment.length();
            String name = of(segment, start, end);
            if (!names.contains(name)) {
                names.add(name);
            }
            if (names.size() > MOST_NAMES) {
                return List.of("?");
            }
            start = end + (plain || encoded < 0 ? 1 : 3);
        }
        return names;
    }

    private static String of(String text, int start, int end) {
        int part = start;
        for (int i = start; i <= end; i++) {
            char c = i == end ? '-' : text.charAt(i);
            boolean separator = c == '-' || c == '_' || c == '.' || c == ':';
            if (!separator && !isLetter(c) && c != '*') {
                return text.substring(start, part) + '?';
            }
            if (i - part > LONGEST_PART) {
                return text.substring(start, part) + '?';
            }
            if (separator) {
                part = i + 1;
            }
        }
        return text.substring(start, end);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
