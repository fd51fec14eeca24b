// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.http;

/** Guesses which part of a path or a key is a value: a number, a UUID, hex, a date, encoded text or a long token. */
public final class Identifiers {
    private static final int LONG_TOKEN = 25;
    private static final int MIN_HEX = 8;
    private static final int MANY_DIGITS = 3;

    private Identifiers() {}

    /** Whether the text between the two positions varies from call to call. */
    public static boolean contains(String text, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return false;
        }
        if (length >= LONG_TOKEN) {
            return true;
        }
        int digits = 0;
        boolean hex = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (isEncoded(c)) {
                return true;
            } else {
                hex &= (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            }
        }
        if (digits == 0) {
            return false;
        }
        return digits == length || digits >= MANY_DIGITS || (hex && length >= MIN_HEX);
    }

    /** Whether no programmer has written it into a path. */
    static boolean isEncoded(char c) {
        return c == '%' || c == '@' || c == '=' || c == ',' || c == '+' || c > 126;
    }
}
