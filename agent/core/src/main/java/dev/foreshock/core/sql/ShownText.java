// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/** The text of a statement as it may be shown: its tokens without literals, at most some 4,100 characters. */
final class ShownText {
    /** Longer texts are cut when they are shown; the hash goes on. */
    private static final int MAX_LENGTH = 4096;

    private final StringBuilder text;
    private boolean overflow;

    ShownText(int statementLength) {
        text = new StringBuilder(Math.min(statementLength, 1024));
    }

    int length() {
        return text.length();
    }

    /** Takes back what was added since {@link #length} was {@code mark}. */
    void cutTo(int mark) {
        if (mark <= text.length()) {
            text.setLength(mark);
            overflow &= mark >= MAX_LENGTH;
        }
    }

    void add(String part, boolean spaced) {
        add(part, 0, part.length(), spaced, false);
    }

    void add(String from, int start, int end, boolean spaced, boolean replaceDigits) {
        if (text.length() + end - start >= MAX_LENGTH) {
            overflow = true;
            return;
        }
        if (spaced && text.length() > 0) {
            text.append(' ');
        }
        append(text, from, start, end, replaceDigits);
    }

    /** Adds a piece of a text, with one question mark for the digits that stand together where they are to be replaced. */
    static void append(StringBuilder to, String from, int start, int end, boolean replaceDigits) {
        if (!replaceDigits) {
            to.append(from, start, end);
            return;
        }
        boolean inDigits = false;
        for (int i = start; i < end; i++) {
            char c = from.charAt(i);
            boolean digit = Characters.isDigit(c);
            if (!digit || !inDigits) {
                to.append(digit ? '?' : c);
            }
            inDigits = digit;
        }
    }

    /** Whether a quote has come through, against all care. */
    boolean hasQuote() {
        return text.indexOf("'") >= 0;
    }

    /** The whole, marked where it is shortened. */
    String toString(boolean truncated) {
        if (overflow || truncated) {
            text.append(" ...");
        }
        return text.isEmpty() ? "?" : text.toString();
    }
}
