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
    private static final int MAX_LISTS = 32;
    private static final long SEED = 0x243F6A8885A308D3L;
    private static final long ELEMENT_SEED = 0x13198A2E03707344L;
    private static final long PLACEHOLDER = 0xA4093822299F31D0L;

    /** What an element hashes to that is a placeholder alone, and a row of such elements. */
    private static final long ONE_PLACEHOLDER = mixed(ELEMENT_SEED, PLACEHOLDER);

    private static final long ROW_OF_PLACEHOLDERS = mixed(mixed(mixed(ELEMENT_SEED, '('), ONE_PLACEHOLDER), ')');

    private final @Nullable ShownText text;
    private long hash = SEED;
    private @Nullable OpenList top;
    private @Nullable OpenList spare;
    private int lists;
    private int depth;
    private int arity;
    private int lastNumber;
    private char lastSymbol;

    Fingerprint(@Nullable ShownText text) {
        this.text = text;
    }

    /**
     * Passes over what repeats itself, without tokens: behind a comma of a list whose last element was a placeholder, or
     * whose last row consisted of them, further ones of the sort change nothing but the list's length.
     *
     * @return whether anything was passed; the literals in it are {@link LiteralScanner#skippedLiterals}
     */
    boolean skipRepetition(Lexer lexer) {
        OpenList list = top;
        if (list == null || list.tokens != 0 || list.elements == 0 || list.depth != depth || lexer.spaced) {
            return false;
        }
        int passed = 0;
        if (!list.rows && list.previous == ONE_PLACEHOLDER) {
            passed = lexer.skipElements();
        } else if (list.rows && list.previous == ROW_OF_PLACEHOLDERS) {
            passed = lexer.skipRows();
        }
        list.elements += passed;
        return passed > 0;
    }

    /** A constant such as NULL is a value where an element of a list begins. */
    boolean isAtElement() {
        OpenList list = top;
        return list != null && !list.rows && list.tokens == 0 && list.depth == depth;
    }

    void word(Lexer token, int number) {
        beforeToken((char) 0);
        mix(token.hash);
        if (top != null) {
            top.hasWord = true;
        }
        append(token, token.replaceDigits && token.word == 0);
        lastNumber = number;
    }

    void placeholder(boolean spaced) {
        beforeToken((char) 0);
        mix(PLACEHOLDER);
        if (top != null) {
            top.hasPlaceholder = true;
        }
        append("?", spaced);
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
        append(token, false);
    }

    /** The rows of VALUES end where neither a comma nor another row follows. */
    private void beforeToken(char symbol) {
        OpenList list = top;
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
        OpenList list = top;
        if (bracket && lastNumber == Words.VALUES) {
            OpenList rows = push(false);
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

    private @Nullable OpenList push(boolean counted) {
        if (lists == MAX_LISTS) {
            return null;
        }
        lists++;
        OpenList list = spare;
        if (list == null) {
            list = new OpenList();
        } else {
            spare = null;
        }
        list.open(top, counted, depth, hash);
        hash = ELEMENT_SEED;
        top = list;
        return list;
    }

    private void comma(Lexer token) {
        OpenList list = top;
        if (list == null || list.depth != depth) {
            plain(token);
            return;
        }
        endElement(list);
        list.mark = text == null ? 0 : text.length();
        append(",", token.spaced);
    }

    private void endElement(OpenList list) {
        boolean collapsible = list.hasPlaceholder && (list.rows || !list.hasWord);
        boolean repeated = collapsible && list.previous == hash && list.elements > 0;
        list.uniform &= collapsible;
        list.elements++;
        list.previous = hash;
        if (repeated) {
            if (text != null) {
                text.cutTo(list.mark);
            }
        } else {
            list.outerHash = mixed(list.outerHash, hash);
        }
        OpenList outer = list.outer;
        if (outer != null) {
            outer.hasPlaceholder |= list.hasPlaceholder;
            outer.hasWord |= list.hasWord;
        }
        hash = ELEMENT_SEED;
        list.beginElement();
    }

    private void close(Lexer token) {
        OpenList list = top;
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

    private void pop(OpenList list) {
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
        append(";", false);
    }

    /** Ends the lists that are still open: the statement has ended, or was cut. */
    void end() {
        for (OpenList list = top; list != null; list = top) {
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

    private void append(String part, boolean spaced) {
        if (text != null) {
            text.add(part, spaced);
        }
    }

    private void append(Lexer token, boolean replaceDigits) {
        if (text != null) {
            text.add(token.text, token.start, token.end, token.spaced, replaceDigits);
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
