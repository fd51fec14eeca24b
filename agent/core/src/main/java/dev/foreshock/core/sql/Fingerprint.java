// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * The running hash of a statement, and its text where that is wanted, with repeated values and rows of lists left out:
 * {@code IN (?, ?, ?)} becomes {@code IN (?)}, {@code VALUES (?, ?), (?, ?)} becomes {@code VALUES (?)}.
 *
 * <p>An element of a list has a hash of its own. Where it equals the one before, hash and text go back to where they stood
 * after that one.
 */
final class Fingerprint {
    /** Longer texts are cut when they are shown; the hash goes on. */
    private static final int MAX_TEXT = 4096;

    private static final int MAX_LISTS = 32;
    private static final long SEED = 0x243F6A8885A308D3L;
    private static final long ELEMENT_SEED = 0x13198A2E03707344L;
    private static final long PLACEHOLDER = 0xA4093822299F31D0L;

    private final @Nullable StringBuilder text;
    private long hash = SEED;
    private @Nullable Frame top;
    private @Nullable Frame spare;
    private int lists;
    private int depth;
    private int arity;
    private int lastNumber;
    private char lastSymbol;
    private boolean overflow;

    Fingerprint(@Nullable StringBuilder text) {
        this.text = text;
    }

    /** One open list. */
    private static final class Frame {
        @Nullable
        Frame outer;

        /** Whether its elements are rows of VALUES, each in brackets, and not values. */
        boolean rows;
        /** Whether it is the list of an IN, whose length is worth knowing. */
        boolean counted;
        /** The depth of brackets at which a comma divides its elements. */
        int depth;

        long outerHash;
        long previous;
        int elements;
        boolean uniform;
        int mark;
        int tokens;
        boolean hasPlaceholder;
        boolean hasWord;
    }

    /** A constant such as NULL is a value where an element of a list begins. */
    boolean isAtElement() {
        Frame list = top;
        return list != null && !list.rows && list.tokens == 0 && list.depth == depth;
    }

    void word(Lexer token, int number) {
        beforeToken((char) 0);
        mix(token.hash);
        if (top != null) {
            top.hasWord = true;
        }
        append(token.text, token.start, token.end, token.spaced);
        lastNumber = number;
    }

    void placeholder(boolean spaced) {
        beforeToken((char) 0);
        mix(PLACEHOLDER);
        if (top != null) {
            top.hasPlaceholder = true;
        }
        append("?", 0, 1, spaced);
        lastNumber = 0;
    }

    void operator(Lexer token) {
        char symbol = token.symbol;
        beforeToken(symbol);
        switch (symbol) {
            case '(', '[', '{' -> open(token);
            case ')', ']', '}' -> close(token);
            case ',' -> comma(token);
            default -> plain(token);
        }
        lastNumber = 0;
        lastSymbol = symbol;
    }

    private void plain(Lexer token) {
        for (int i = token.start; i < token.end; i++) {
            mix(token.text.charAt(i));
        }
        append(token.text, token.start, token.end, token.spaced);
    }

    /** The rows of VALUES end where neither a comma nor another row follows. */
    private void beforeToken(char symbol) {
        Frame list = top;
        if (list != null && list.rows && list.depth == depth) {
            boolean another = symbol == '(' && lastSymbol == ',' && lastNumber == 0;
            if (symbol != ',' && !another) {
                pop(list);
            } else {
                list.tokens++;
            }
        } else if (list != null && symbol != ',') {
            list.tokens++;
        }
        if (symbol == 0) {
            lastSymbol = 0;
        }
    }

    private void open(Lexer token) {
        boolean bracket = token.symbol == '(';
        Frame list = top;
        if (bracket && lastNumber == Words.VALUES) {
            Frame rows = push(false);
            if (rows != null) {
                rows.rows = true;
                rows.depth = depth;
                rows.tokens++;
                openList(token, false);
                return;
            }
        } else if (bracket && list != null && list.rows && list.depth == depth) {
            openList(token, false);
            return;
        } else if ((bracket && (lastNumber == Words.IN || lastNumber == Words.ANY))
                || (token.symbol == '[' && lastNumber == Words.ARRAY)) {
            openList(token, true);
            return;
        }
        plain(token);
        depth++;
    }

    private void openList(Lexer token, boolean counted) {
        plain(token);
        depth++;
        push(counted);
    }

    private @Nullable Frame push(boolean counted) {
        if (lists == MAX_LISTS) {
            return null;
        }
        lists++;
        Frame list = spare;
        if (list == null) {
            list = new Frame();
        } else {
            spare = null;
        }
        list.outer = top;
        list.rows = false;
        list.counted = counted;
        list.depth = depth;
        list.outerHash = hash;
        list.previous = 0;
        list.elements = 0;
        list.uniform = true;
        list.mark = -1;
        list.tokens = 0;
        list.hasPlaceholder = false;
        list.hasWord = false;
        hash = ELEMENT_SEED;
        top = list;
        return list;
    }

    private void comma(Lexer token) {
        Frame list = top;
        if (list == null || list.depth != depth) {
            plain(token);
            return;
        }
        endElement(list);
        list.mark = text == null ? 0 : text.length();
        append(",", 0, 1, token.spaced);
    }

    private void endElement(Frame list) {
        boolean collapsible = list.hasPlaceholder && (list.rows || !list.hasWord);
        boolean repeated = collapsible && list.previous == hash && list.elements > 0;
        list.uniform &= collapsible;
        list.elements++;
        list.previous = hash;
        if (repeated) {
            if (text != null && list.mark <= text.length()) {
                text.setLength(list.mark);
                overflow &= list.mark >= MAX_TEXT;
            }
        } else {
            list.outerHash = mixed(list.outerHash, hash);
        }
        Frame outer = list.outer;
        if (outer != null) {
            outer.hasPlaceholder |= list.hasPlaceholder;
            outer.hasWord |= list.hasWord;
        }
        hash = ELEMENT_SEED;
        list.tokens = 0;
        list.hasPlaceholder = false;
        list.hasWord = false;
    }

    private void close(Lexer token) {
        Frame list = top;
        if (list != null && list.rows && list.depth == depth) {
            pop(list);
            list = top;
        }
        if (list != null && list.depth == depth) {
            pop(list);
        }
        depth = Math.max(0, depth - 1);
        plain(token);
    }

    private void pop(Frame list) {
        boolean empty = list.tokens == 0;
        if (empty) {
            // VALUES(a), b: what follows the comma was no row.
            hash = mixed(list.outerHash, list.elements > 0 ? ',' : 0);
        } else {
            endElement(list);
            hash = list.outerHash;
        }
        if (list.counted && list.uniform && !empty) {
            arity = Math.max(arity, list.elements);
        }
        top = list.outer;
        list.outer = null;
        spare = list;
        lists--;
    }

    /** One statement has ended and another one follows. */
    void separate() {
        end();
        depth = 0;
        mix(';');
        append(";", 0, 1, false);
    }

    /** Ends the lists that are still open: the statement has ended, or was cut. */
    void end() {
        for (Frame list = top; list != null; list = top) {
            pop(list);
        }
    }

    private void mix(long value) {
        hash = mixed(hash, value);
    }

    /** Depends on the order of what is mixed in. */
    static long mixed(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    private void append(String from, int start, int end, boolean spaced) {
        StringBuilder to = text;
        if (to == null) {
            return;
        }
        if (to.length() + end - start >= MAX_TEXT) {
            overflow = true;
            return;
        }
        if (spaced && to.length() > 0) {
            to.append(' ');
        }
        to.append(from, start, end);
    }

    /** Marks the text as shortened where it is. */
    void shorten(boolean truncated) {
        if (text != null && (overflow || truncated)) {
            text.append(" ...");
        }
    }

    long hash() {
        return hash;
    }

    /** The number of values of the longest IN list. */
    int arity() {
        return arity;
    }
}
