// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/** What the characters of a statement are to the lexer: one look into a table for ASCII. */
final class Characters {
    static final int LETTER = 1;
    static final int WORD_PART = 1 << 1;
    static final int DIGIT = 1 << 2;
    static final int BLANK = 1 << 3;
    /** May stand in the tag of a dollar quote. */
    static final int TAG_PART = 1 << 4;
    /** May begin or end a comment. */
    static final int COMMENT = 1 << 5;

    private static final int ASCII = 128;
    private static final byte[] CLASSES = classes();
    private static final byte[] WORD_PARTS = wordParts('$');
    private static final byte[] WORD_PARTS_WITH_HASH = wordParts('#');

    private Characters() {}

    private static byte[] classes() {
        byte[] classes = new byte[ASCII];
        for (char c = 0; c <= ' '; c++) {
            classes[c] = BLANK;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] = LETTER | WORD_PART | TAG_PART;
            classes[c - 'a' + 'A'] = LETTER | WORD_PART | TAG_PART;
        }
        for (char c = '0'; c <= '9'; c++) {
            classes[c] = DIGIT | WORD_PART | TAG_PART;
        }
        classes['_'] = LETTER | WORD_PART | TAG_PART;
        classes['$'] = WORD_PART;
        for (char c : new char[] {'-', '#', '/', '*'}) {
            classes[c] = COMMENT;
        }
        return classes;
    }

    private static byte[] wordParts(char also) {
        byte[] parts = new byte[ASCII];
        for (char c = 0; c < ASCII; c++) {
            if ((CLASSES[c] & WORD_PART) != 0 || c == also) {
                parts[c] = (byte) Words.lower(c);
            }
        }
        return parts;
    }

    /** For each character of ASCII the one it counts as in a word, or 0 where it ends the word. */
    static byte[] wordParts(boolean hashInNames) {
        return hashInNames ? WORD_PARTS_WITH_HASH : WORD_PARTS;
    }

    /** The classes of a character. Beyond ASCII everything but blanks is a letter. */
    static int of(char c) {
        return c < ASCII ? CLASSES[c] : isBlank(c) ? BLANK : LETTER | WORD_PART | TAG_PART;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isBlank(char c) {
        return c <= ' ' || (c >= ASCII && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0xFEFF));
    }

    static boolean isTagPart(char c) {
        return c >= ASCII || (CLASSES[c] & TAG_PART) != 0;
    }
}
