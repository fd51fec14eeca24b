// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds {@code db.query.summary}: the verbs and tables of a statement in the order of their appearance, at most 255
 * characters, never cut inside a name; and the list of its tables.
 */
final class Summary {
    private static final int MAX_LENGTH = 255;
    private static final int MAX_TABLES = 16;
    private static final int LONGEST_OPERATION = 16;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder name = new StringBuilder();
    private final List<String> tables = new ArrayList<>(2);
    private String operation = "?";
    private boolean knownOperation;
    private boolean full;
    private boolean separated;
    private int lastTarget = -1;

    void operation(int word, Lexer token) {
        operation = spelled(word, token);
        knownOperation = (word & ~Words.KNOWN) != 0;
    }

    void verb(int word, Lexer token) {
        word(spelled(word, token));
    }

    private static String spelled(int word, Lexer token) {
        if ((word & ~Words.KNOWN) != 0) {
            return Words.name(token.hash);
        }
        for (int i = token.start; i < token.end; i++) {
            char c = Words.lower(token.text.charAt(i));
            if (c < 'a' || c > 'z' || i - token.start >= LONGEST_OPERATION) {
                return "?";
            }
        }
        return token.text.substring(token.start, token.end).toUpperCase(Locale.ROOT);
    }

    void word(String word) {
        append(word);
        lastTarget = -1;
    }

    private void append(String part) {
        int separator = text.length() == 0 ? 0 : separated ? 2 : 1;
        full |= text.length() + separator + part.length() > MAX_LENGTH;
        if (full) {
            return;
        }
        if (separator == 2) {
            text.append(';');
        }
        if (separator > 0) {
            text.append(' ');
        }
        separated = false;
        text.append(part);
    }

    void separate() {
        separated = true;
    }

    void beginName() {
        name.setLength(0);
    }

    void dot() {
        name.append('.');
    }

    /** Adds one part of a qualified name: without its quotes, unless they are what keeps it together. */
    void part(Lexer token) {
        int start = token.start;
        int end = token.end;
        if (end - start > 2 && !isPlain(token.text.charAt(start)) && arePlain(token.text, start + 1, end - 1)) {
            start++;
            end--;
        }
        ShownText.append(name, token.text, start, end, token.replaceDigits && token.word == 0);
    }

    private static boolean arePlain(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '#' || c == '-' || c == '@';
    }

    /** The name that began last is complete. */
    void target(boolean table) {
        String target = name.toString();
        int at = text.length();
        if (lastTarget < 0 || !text.substring(lastTarget).equals(target)) {
            append(target);
            lastTarget = full ? -1 : at + 1;
        }
        if (table && tables.size() < MAX_TABLES && !tables.contains(target)) {
            tables.add(target);
        }
    }

    String text() {
        return text.length() == 0 ? operation : text.toString();
    }

    String operation() {
        return operation;
    }

    /** The operation where it is a word of SQL, else {@code ?}. */
    String knownOperation() {
        return knownOperation ? operation : "?";
    }

    List<String> tables() {
        return List.copyOf(tables);
    }
}
