// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.redis;

import dev.foreshock.core.http.Identifiers;

/**
 * A key without what varies in it: {@code user:?:profile} of {@code user:42:profile}.
 *
 * <p>A segment stays where it is a word and does not look like a value, see {@link Identifiers}; here any digit makes it one,
 * but for those of a version ({@code v2}). Where no segment looks like a value, only the first stays, and where there is but
 * one, none: a whole key is never shown. It is a guess: a name in front of the number stays if it looks like a word.
 */
final class KeyTemplate {
    private static final int MAX_SEGMENTS = 8;
    private static final int LONGEST_READ = 256;
    private static final String SEPARATORS = ":/|#{}";
    private static final char VALUE = '?';

    private KeyTemplate() {}

    static String of(String key) {
        String read = key.length() > LONGEST_READ ? key.substring(0, LONGEST_READ) : key;
        String template = template(read, false);
        // Nothing varies as far as one can see: what is behind the first word may still be a name.
        return template.equals(read) ? template(read, true) : key.length() > LONGEST_READ ? template + '*' : template;
    }

    private static String template(String key, boolean firstOnly) {
        StringBuilder template = new StringBuilder(key.length());
        int segments = 0;
        int start = 0;
        while (start <= key.length()) {
            int end = start;
            while (end < key.length() && SEPARATORS.indexOf(key.charAt(end)) < 0) {
                end++;
            }
            if (end > start) {
                if (segments == MAX_SEGMENTS) {
                    return template.append('*').toString();
                }
                boolean stays = isWord(key, start, end) && !(firstOnly && (segments > 0 || isWhole(key, start, end)));
                if (stays) {
                    template.append(key, start, end);
                } else {
                    appendValue(template, key, start, end, firstOnly && segments > 0);
                }
                segments++;
            }
            if (end < key.length()) {
                template.append(key.charAt(end));
            }
            start = end + 1;
        }
        return template.toString();
    }

    /** Of {@code product-42} the word stays. */
    private static void appendValue(StringBuilder template, String key, int start, int end, boolean whole) {
        int digits = end;
        while (digits > start && isDigit(key.charAt(digits - 1))) {
            digits--;
        }
        boolean named = !whole
                && digits < end
                && digits - start > 1
                && (key.charAt(digits - 1) == '-' || key.charAt(digits - 1) == '_' || key.charAt(digits - 1) == '.')
                && isWord(key, start, digits - 1);
        if (named) {
            template.append(key, start, digits);
        }
        template.append(VALUE);
    }

    /** Whether there is no other segment. */
    private static boolean isWhole(String key, int start, int end) {
        for (int i = 0; i < key.length(); i++) {
            if ((i < start || i >= end) && SEPARATORS.indexOf(key.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(String key, int start, int end) {
        if (Identifiers.contains(key, start, end)) {
            return false;
        }
        boolean letters = false;
        for (int i = start; i < end; i++) {
            char c = key.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            letters |= letter;
            if (isDigit(c)) {
                return isVersion(key, start, end);
            }
            if (!letter && c != '_' && c != '-' && c != '.' && c != '$') {
                return false;
            }
        }
        return letters;
    }

    /** {@code v2}, {@code v10}. */
    private static boolean isVersion(String key, int start, int end) {
        if ((key.charAt(start) != 'v' && key.charAt(start) != 'V') || end - start > 3) {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            if (!isDigit(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
