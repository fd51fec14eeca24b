// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/**
 * Divides a statement into tokens, in one pass and without making strings.
 *
 * <p>It fails closed. Wherever a statement ends inside a quote or a comment, or can be read in two ways that disagree about
 * what is a literal, the answer is {@link #DOUBT}: nothing of such a statement may be shown. It never throws, and looks at
 * every character a bounded number of times.
 */
final class Lexer extends LiteralScanner {
    static final int END = 0;
    /** A bare word: {@link #word} and {@link #hash} are set. */
    static final int WORD = 1;
    /** A quoted name: {@link #hash} is set, {@link #start} and {@link #end} include the quotes. */
    static final int NAME = 2;
    /** A string, a number or the like: {@link #hash} is set. */
    static final int LITERAL = 3;
    /** A placeholder or variable. */
    static final int PARAMETER = 4;
    /** Anything else: {@link #symbol} is its first character. */
    static final int OPERATOR = 5;

    static final int DOUBT = 6;

    /** See {@link Characters#wordParts}. */
    private final byte[] wordParts;

    private int lastType = END;

    int start;
    int end;
    int word;
    char symbol;
    /** Whether blanks or a comment stood before the token. */
    boolean spaced;

    /** {@code replaceDigits} takes names for the same that differ in their digits only. */
    Lexer(String text, Dialect dialect, boolean replaceDigits) {
        super(text, dialect, replaceDigits);
        wordParts = Characters.wordParts(dialect.hashInNames);
    }

    int next() {
        int before = position;
        skipBlanks();
        if (doubtful) {
            return DOUBT;
        }
        spaced = position > before;
        if (position >= limit) {
            return END;
        }
        start = position;
        hash = Words.HASH_SEED;
        wildcard = false;
        int type = token(text.charAt(position));
        if (doubtful) {
            return DOUBT;
        }
        end = position;
        if (end >= limit && truncated && (type == WORD || type == NAME)) {
            return END;
        }
        lastType = type;
        return type;
    }

    private int token(char c) {
        if (dialect.bareUuids && isUuid()) {
            return uuid();
        }
        if (isWordStart(c)) {
            return word();
        }
        if (Characters.isDigit(c)) {
            return start == quoteEnd ? doubt() : number();
        }
        return switch (c) {
            case '\'' -> start == quoteEnd ? doubt() : string('\'', dialect.backslash);
            case '"' -> doubleQuote();
            case '`' -> dialect.backtickedNames && start != quoteEnd ? quotedName('`') : doubt();
            case '[' -> dialect.bracketedNames ? quotedName(']') : operator(1);
            case '$' -> dollar();
            case '?' -> question();
            case ':' -> colon();
            case '@' -> at();
            // A comment in one database, an operator in another.
            case '#' -> dialect.hashOperators ? operator(1) : doubt();
            // Outside a literal it means that a quote has been misread.
            case '\\' -> doubt();
            case '.' -> Characters.isDigit(peek(1)) && !isTight() ? number() : operator(1);
            case '-', '+' -> sign();
            // The end of a comment that never began.
            case '*' -> peek(1) == '/' ? doubt() : operator(1);
            default -> operator(1);
        };
    }

    private int doubleQuote() {
        if (start == quoteEnd) {
            return doubt();
        }
        return dialect.doubleQuotedNames ? quotedName('"') : string('"', dialect.backslash);
    }

    private int quotedName(char close) {
        word = 0;
        return name(close);
    }

    private int operator(int length) {
        symbol = text.charAt(position);
        position += length;
        return OPERATOR;
    }

    /** Whether the token follows a name or a closing bracket without any blank. */
    private boolean isTight() {
        if (start == 0) {
            return false;
        }
        char before = text.charAt(start - 1);
        return isWordPart(before) || before == ')' || before == ']' || before == '"' || before == '`' || before == '\'';
    }

    private int word() {
        String s = text;
        byte[] parts = wordParts;
        int i = position;
        long h = Words.HASH_SEED;
        int dollars = 0;
        for (; i < limit; i++) {
            char c = s.charAt(i);
            char lower = c < 128 ? (char) parts[c] : Characters.isBlank(c) ? 0 : c;
            if (lower == 0) {
                break;
            }
            if (c == '$') {
                dollars++;
            }
            h = Words.step(h, lower);
        }
        hash = h;
        word = Words.of(h);
        if (replaceDigits && word == 0) {
            hash = Words.hashWithoutDigits(text, position, i);
        }
        boolean known = word != 0;
        if ((start == quoteEnd && !known) || (dollars > 1 && dialect.dollarQuotes)) {
            // 'abc'def or a$b$: a quote has been misread.
            return doubt();
        }
        int length = i - position;
        position = i;
        char following = i < limit ? text.charAt(i) : 0;
        if (following == '\'' || (following == '"' && !dialect.doubleQuotedNames)) {
            int prefix = prefix(length);
            if (prefix != NO_PREFIX) {
                return prefix == Q_PREFIX ? qString() : string(following, prefix == ESCAPE_PREFIX || dialect.backslash);
            }
            if (!known) {
                return doubt();
            }
        } else if (following == '&' && length == 1 && (text.charAt(start) | 32) == 'u') {
            char quote = peek(1);
            if (quote == '\'') {
                position++;
                return string('\'', false);
            }
            if (quote == '"' && dialect.doubleQuotedNames) {
                position++;
                return quotedName('"');
            }
        }
        if ((word & Words.LITERAL_TYPE) != 0) {
            int quote = i;
            while (quote < limit && Characters.isBlank(text.charAt(quote))) {
                quote++;
            }
            if (quote < limit && text.charAt(quote) == '\'') {
                position = quote;
                return string('\'', dialect.backslash);
            }
        }
        return WORD;
    }

    private static final int NO_PREFIX = 0;
    private static final int PLAIN_PREFIX = 1;
    private static final int ESCAPE_PREFIX = 2;
    private static final int Q_PREFIX = 3;

    /** What the word that a quote follows at once makes of the string. */
    private int prefix(int length) {
        int first = text.charAt(start) | 32;
        if (length == 1) {
            return switch (first) {
                case 'n', 'x', 'b' -> PLAIN_PREFIX;
                case 'e' -> dialect.escapeStrings ? ESCAPE_PREFIX : NO_PREFIX;
                case 'q' -> dialect.qQuotes ? Q_PREFIX : NO_PREFIX;
                default -> NO_PREFIX;
            };
        }
        if (length == 2 && first == 'n' && (text.charAt(start + 1) | 32) == 'q') {
            return dialect.qQuotes ? Q_PREFIX : NO_PREFIX;
        }
        // A character set of MySQL: _utf8mb4'…'.
        return text.charAt(start) == '_' && dialect.executableComments ? PLAIN_PREFIX : NO_PREFIX;
    }

    /** A sign belongs to the number after it where an operand is due. */
    private int sign() {
        boolean operandDue =
                switch (lastType) {
                    case END -> true;
                    case OPERATOR -> symbol != ')' && symbol != ']' && symbol != '}';
                    case WORD -> (word & Words.OPERAND_FOLLOWS) != 0;
                    default -> false;
                };
        if (operandDue && (Characters.isDigit(peek(1)) || (peek(1) == '.' && Characters.isDigit(peek(2))))) {
            hash = Words.step(hash, text.charAt(position));
            position++;
            return number();
        }
        return operator(1);
    }

    private int dollar() {
        if (Characters.isDigit(peek(1))) {
            position++;
            skipWordPart();
            return PARAMETER;
        }
        int tagLength = tagLength();
        if (tagLength == 0) {
            return operator(1);
        }
        return start == quoteEnd ? doubt() : dollarQuoted(tagLength);
    }

    private int question() {
        if (peek(1) == '?') {
            // How the driver of PostgreSQL wants the operators ?, ?| and ?& to be written.
            return operator(2);
        }
        position++;
        while (position < limit && Characters.isDigit(text.charAt(position))) {
            position++;
        }
        return PARAMETER;
    }

    private int colon() {
        char following = peek(1);
        if (following == ':') {
            return operator(2);
        }
        if (isTight() || !(isWordStart(following) || Characters.isDigit(following))) {
            return operator(1);
        }
        position++;
        skipWordPart();
        return PARAMETER;
    }

    private int at() {
        if (peek(1) == '@') {
            position += 2;
            skipWordPart();
            hash = Words.hash(text, start, position);
            word = Words.KNOWN;
            return WORD;
        }
        if (isTight() || !(isWordStart(peek(1)) || Characters.isDigit(peek(1)))) {
            return operator(1);
        }
        position++;
        skipWordPart();
        return PARAMETER;
    }
}
