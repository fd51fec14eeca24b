// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

/** The names of fields, as far as they are names: what looks like a value becomes {@code ?}. */
final class FieldName {
    private static final int LONGEST = 40;
    private static final int MANY_DIGITS = 4;

    private FieldName() {}

    /**
     * The path with each part that may be a value replaced: {@code scores.42} becomes {@code scores.?}. Where it holds what no name
     * holds, such as an address, nothing of it stays. The same instance where nothing is replaced.
     */
    static String of(String path) {
        boolean clean = true;
        for (int begin = 0; begin <= path.length(); begin = end(path, begin) + 1) {
            int end = end(path, begin);
            if (!isPlain(path, begin, end)) {
                return "?";
            }
            clean &= isName(path, begin, end);
        }
        return clean ? path : replaced(path);
    }

    private static String replaced(String path) {
        StringBuilder result = new StringBuilder(path.length());
        for (int begin = 0; begin <= path.length(); begin = end(path, begin) + 1) {
            int end = end(path, begin);
            if (begin > 0) {
                result.append('.');
            }
            if (isName(path, begin, end)) {
                result.append(path, begin, end);
            } else {
                result.append('?');
            }
        }
        return result.toString();
    }

    private static int end(String path, int begin) {
        int dot = path.indexOf('.', begin);
        return dot < 0 ? path.length() : dot;
    }

    private static boolean isPlain(String path, int begin, int end) {
        for (int i = begin; i < end; i++) {
            char c = path.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
            if (!letter && !isDigit(c)) {
                return false;
            }
        }
        return true;
    }

    /** Letters first, and few digits; an operator begins with {@code $}. */
    private static boolean isName(String path, int begin, int end) {
        if (begin == end || end - begin > LONGEST || isDigit(path.charAt(begin))) {
            return false;
        }
        int digits = 0;
        for (int i = begin; i < end; i++) {
            digits += isDigit(path.charAt(i)) ? 1 : 0;
        }
        return digits < MANY_DIGITS;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
