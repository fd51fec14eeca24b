// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/**
 * Reads numbers and what stands in quotes. Each method begins at {@link #position}, leaves {@link #position} behind what it
 * has read and its hash in {@link #hash}, and answers the token's type; where the end of a quote is not found that is
 * {@link Lexer#DOUBT}.
 */
abstract class LiteralScanner extends Scanner {
    /** No database allows longer names; a longer one is a literal in a misread statement. */
    private static final int LONGEST_NAME = 128;

    private static final int LONGEST_TAG = 63;
    private static final int UUID_LENGTH = 36;

    /** As many digits of four bits each as a {@code long} holds beside the one that says where they begin. */
    private static final int PACKED_DIGITS = 15;

    final boolean replaceDigits;
    long hash;
    /** Whether a literal begins with a percent sign. */
    boolean wildcard;
    /** Where the last quote ended: what follows at once is suspect. */
    int quoteEnd = -1;

    /** How many literals {@link #skipElements} or {@link #skipRows} has passed; their hash is in {@link #hash}. */
    int skippedLiterals;

    LiteralScanner(String text, Dialect dialect, boolean replaceDigits) {
        super(text, dialect);
        this.replaceDigits = replaceDigits;
    }

    final int number() {
        boolean hex = text.charAt(position) == '0' && (peek(1) | 32) == 'x';
        int i = position;
        long h = hash;
        while (i < limit) {
            char c = text.charAt(i);
            if (Characters.isDigit(c)) {
                h = Words.step(h, c);
                i++;
                continue;
            }
            char following = i + 1 < limit ? text.charAt(i + 1) : 0;
            if (!hex && (c | 32) == 'e' && (following == '-' || following == '+')) {
                h = Words.step(Words.step(h, c), following);
                i += 2;
            } else if (isWordPart(c) || (c == '.' && following != '.')) {
                h = Words.step(h, c);
                i++;
            } else {
                break;
            }
        }
        hash = h;
        position = i;
        // No quote ends here, but what follows at once is as suspect as after one.
        quoteEnd = i < limit && (text.charAt(i) == '\'' || text.charAt(i) == '"') ? i : quoteEnd;
        return Lexer.LITERAL;
    }

    /** Whether what follows has the form of a UUID: hex digits in groups of 8, 4, 4, 4 and 12. */
    final boolean isUuid() {
        int end = position + UUID_LENGTH;
        if (end > limit || text.charAt(position + 8) != '-' || (end < limit && isWordPart(text.charAt(end)))) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(position + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean hex = Characters.isDigit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
            if (dash ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }

    final int uuid() {
        long h = hash;
        for (int i = 0; i < UUID_LENGTH; i++) {
            h = Words.step(h, text.charAt(position + i));
        }
        hash = h;
        position += UUID_LENGTH;
        return Lexer.LITERAL;
    }

    final int string(char quote, boolean escapes) {
        int i = position + 1;
        wildcard = i < limit && text.charAt(i) == '%';
        boolean unknown = dialect.isUnknown();
        long h = hash;
        while (i < limit) {
            char c = text.charAt(i);
            if (c == quote) {
                if (i + 1 >= limit || text.charAt(i + 1) != quote) {
                    hash = h;
                    position = quoteEnd = i + 1;
                    return Lexer.LITERAL;
                }
                i++;
            } else if (c == '\\' && (escapes || unknown)) {
                char following = i + 1 < limit ? text.charAt(i + 1) : 0;
                if (escapes) {
                    c = following;
                    i++;
                } else if (following == quote) {
                    return doubt();
                }
            }
            h = Words.step(h, c);
            i++;
        }
        return unterminated(h);
    }

    private int unterminated(long h) {
        if (!truncated) {
            return doubt();
        }
        hash = h;
        position = limit;
        return Lexer.LITERAL;
    }

    /** Oracle's {@code q'[…]'}: ended by the closing bracket, or the same character, and a quote. */
    final int qString() {
        if (position + 1 >= limit) {
            return unterminated(hash);
        }
        char open = text.charAt(position + 1);
        char close =
                switch (open) {
                    case '[' -> ']';
                    case '(' -> ')';
                    case '{' -> '}';
                    case '<' -> '>';
                    default -> open;
                };
        long h = hash;
        for (int i = position + 2; i + 1 < limit; i++) {
            char c = text.charAt(i);
            if (c == close && text.charAt(i + 1) == '\'') {
                hash = h;
                position = quoteEnd = i + 2;
                return Lexer.LITERAL;
            }
            h = Words.step(h, c);
        }
        return unterminated(h);
    }

    /** The length of {@code $tag$} at the position, 0 where no dollar quote begins there. */
    final int tagLength() {
        int tagEnd = position + 1;
        while (tagEnd < limit && tagEnd - position <= LONGEST_TAG && Characters.isTagPart(text.charAt(tagEnd))) {
            tagEnd++;
        }
        boolean tagged = tagEnd < limit && text.charAt(tagEnd) == '$';
        return tagged && dialect.dollarQuotes ? tagEnd + 1 - position : 0;
    }

    final int dollarQuoted(int tagLength) {
        long h = hash;
        for (int i = position + tagLength; i + tagLength <= limit; i++) {
            char c = text.charAt(i);
            if (c == '$' && text.regionMatches(i, text, position, tagLength)) {
                hash = h;
                position = quoteEnd = i + tagLength;
                return Lexer.LITERAL;
            }
            h = Words.step(h, c);
        }
        return unterminated(h);
    }

    final int name(char close) {
        int i = position + 1;
        long h = Words.step(hash, close);
        boolean inDigits = false;
        while (i < limit) {
            char c = text.charAt(i);
            if (c == close) {
                if (i + 1 >= limit || text.charAt(i + 1) != close) {
                    hash = h;
                    position = i + 1;
                    return Lexer.NAME;
                }
                i++;
            } else if (c == '\'' || c == '\n' || i - position > LONGEST_NAME) {
                return doubt();
            }
            boolean digit = replaceDigits && Characters.isDigit(c);
            if (!digit || !inDigits) {
                h = Words.step(h, digit ? '?' : c);
            }
            inDigits = digit;
            i++;
        }
        position = limit;
        return truncated ? Lexer.NAME : doubt();
    }

    /**
     * Passes over elements of a list behind a comma, as long as each is a plain literal or a question mark that a comma
     * follows. No tokens are made of them: a list of thousands of keys is mostly this.
     *
     * @return how many elements, and commas, were passed
     */
    final int skipElements() {
        beginSkipping();
        int elements = 0;
        while (true) {
            long h = hash;
            int literals = skippedLiterals;
            int end = element(position);
            if (end < 0 || end >= limit || text.charAt(end) != ',') {
                return endSkipping(elements, h, literals);
            }
            position = end + 1;
            elements++;
        }
    }

    /** The same for rows of VALUES, each in brackets. */
    final int skipRows() {
        beginSkipping();
        int rows = 0;
        while (true) {
            long h = hash;
            int literals = skippedLiterals;
            int end = row(position);
            if (end < 0) {
                return endSkipping(rows, h, literals);
            }
            position = end;
            rows++;
        }
    }

    private void beginSkipping() {
        hash = Words.HASH_SEED;
        skippedLiterals = 0;
    }

    /** Forgets the element or row that could not be passed: it is left to the tokens. */
    private int endSkipping(int passed, long h, int literals) {
        hash = Fingerprint.mixed(h, passed);
        skippedLiterals = literals;
        return passed;
    }

    /** The end of a row and of the comma behind it, or -1. */
    private int row(int from) {
        int i = blanks(from);
        if (i >= limit || text.charAt(i) != '(') {
            return -1;
        }
        do {
            i = element(i + 1);
            if (i < 0 || i >= limit) {
                return -1;
            }
        } while (text.charAt(i) == ',');
        return text.charAt(i) == ')' && i + 1 < limit && text.charAt(i + 1) == ',' ? i + 2 : -1;
    }

    private int blanks(int from) {
        int i = from;
        while (i < limit && (text.charAt(i) == ' ' || text.charAt(i) == '\n')) {
            i++;
        }
        return i;
    }

    /** The end of a plain literal or question mark, or -1 where anything else stands there. */
    private int element(int from) {
        int i = blanks(from);
        if (i >= limit) {
            return -1;
        }
        char c = text.charAt(i);
        if (c == '?') {
            return i + 1;
        }
        skippedLiterals++;
        return c == '\'' ? plainString(i + 1) : plainNumber(i, c);
    }

    private int plainString(int from) {
        String s = text;
        int end = limit;
        long h = Words.HASH_SEED;
        for (int i = from; i < end; i++) {
            char c = s.charAt(i);
            if (c == '\'') {
                hash = Fingerprint.mixed(hash, h);
                return i + 1;
            }
            if (c == '\\') {
                return -1;
            }
            h = h * 31 + c;
        }
        return -1;
    }

    /** Packs digits instead of hashing each: a shift takes less time than a multiplication. */
    private int plainNumber(int from, char first) {
        String s = text;
        int end = limit;
        boolean negative = first == '-';
        int start = negative ? from + 1 : from;
        long packed = negative ? 2 : 1;
        int foldAt = start + PACKED_DIGITS;
        boolean pointed = false;
        int i = start;
        for (; i < end; i++) {
            int digit = s.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                if (digit != '.' - '0' || pointed || i == start) {
                    break;
                }
                pointed = true;
            }
            if (i == foldAt) {
                hash = Fingerprint.mixed(hash, packed);
                packed = 1;
                foldAt += PACKED_DIGITS;
            }
            packed = (packed << 4) | (digit & 15);
        }
        hash = Fingerprint.mixed(hash, packed);
        return i == start ? -1 : i;
    }
}
