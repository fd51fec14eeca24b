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
final class Lexer {
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

    /** What lies beyond is not read: whether it begins inside a literal could not be known without reading it all. */
    static final int LIMIT = 32 * 1024;

    /** No database allows longer names; a longer one is a literal in a misread statement. */
    private static final int LONGEST_NAME = 128;

    private static final int LONGEST_TAG = 63;

    private static final int LETTER = 1;
    private static final int WORD_PART = 2;
    private static final byte[] CLASSES = classes();

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] = LETTER | WORD_PART;
            classes[c - 'a' + 'A'] = LETTER | WORD_PART;
        }
        for (char c = '0'; c <= '9'; c++) {
            classes[c] = WORD_PART;
        }
        classes['_'] = LETTER | WORD_PART;
        classes['$'] = WORD_PART;
        return classes;
    }

    final String text;
    private final Dialect dialect;
    private final int limit;
    private final boolean truncated;
    private int position;
    private boolean doubtful;
    private boolean executable;
    private int quoteEnd = -1;
    private int lastType = END;

    int start;
    int end;
    int word;
    char symbol;
    long hash;
    /** Whether blanks or a comment stood before the token. */
    boolean spaced;
    /** Whether a literal begins with a percent sign. */
    boolean wildcard;

    Lexer(String text, Dialect dialect) {
        this.text = text;
        this.dialect = dialect;
        this.truncated = text.length() > LIMIT;
        this.limit = Math.min(text.length(), LIMIT);
    }

    /** Whether the statement was too long to be read whole. */
    boolean isTruncated() {
        return truncated;
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
        if (isWordStart(c)) {
            return word();
        }
        if (isDigit(c)) {
            return start == quoteEnd ? doubt() : number();
        }
        return switch (c) {
            case '\'' -> start == quoteEnd ? doubt() : string('\'', dialect.backslash);
            case '"' -> doubleQuote();
            case '`' -> dialect.backtickedNames && start != quoteEnd ? name('`') : doubt();
            case '[' -> dialect.bracketedNames ? name(']') : operator(1);
            case '$' -> dollar();
            case '?' -> question();
            case ':' -> colon();
            case '@' -> at();
            // A comment in one database, an operator in another.
            case '#' -> dialect.hashOperators ? operator(1) : doubt();
            // Outside a literal it means that a quote has been misread.
            case '\\' -> doubt();
            case '.' -> isDigit(peek(1)) && !isTight() ? number() : operator(1);
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
        return dialect.doubleQuotedNames ? name('"') : string('"', dialect.backslash);
    }

    private int operator(int length) {
        symbol = text.charAt(position);
        position += length;
        return OPERATOR;
    }

    private int doubt() {
        doubtful = true;
        return DOUBT;
    }

    private char peek(int ahead) {
        int i = position + ahead;
        return i < limit ? text.charAt(i) : 0;
    }

    /** Whether the token follows a name or a closing bracket without any blank. */
    private boolean isTight() {
        if (start == 0) {
            return false;
        }
        char before = text.charAt(start - 1);
        return isWordPart(before) || before == ')' || before == ']' || before == '"' || before == '`' || before == '\'';
    }

    private void skipBlanks() {
        while (position < limit && !doubtful) {
            char c = text.charAt(position);
            if (isBlank(c)) {
                position++;
            } else if (c == '-' && peek(1) == '-' && isLineComment()) {
                skipLine();
            } else if (c == '#' && dialect.hashComments) {
                skipLine();
            } else if (c == '/' && peek(1) == '*') {
                if (dialect.executableComments && peek(2) == '!') {
                    position += 3;
                    while (position < limit && isDigit(text.charAt(position))) {
                        position++;
                    }
                    executable = true;
                } else {
                    skipComment();
                }
            } else if (executable && c == '*' && peek(1) == '/') {
                executable = false;
                position += 2;
            } else {
                return;
            }
        }
        if (executable && !truncated) {
            doubt();
        }
    }

    /** MySQL takes {@code --} for a comment only where a blank follows. */
    private boolean isLineComment() {
        return !dialect.executableComments || position + 2 >= limit || isBlank(text.charAt(position + 2));
    }

    private void skipLine() {
        int newline = text.indexOf('\n', position);
        position = newline < 0 || newline >= limit ? limit : newline + 1;
    }

    private void skipComment() {
        int depth = 1;
        int i = position + 2;
        while (i < limit) {
            char c = text.charAt(i);
            char following = i + 1 < limit ? text.charAt(i + 1) : 0;
            if (c == '*' && following == '/') {
                i += 2;
                if (--depth == 0) {
                    position = i;
                    return;
                }
            } else if (c == '/' && following == '*') {
                if (dialect.isUnknown()) {
                    doubt();
                    return;
                }
                i += dialect.nestedComments ? 2 : 1;
                depth += dialect.nestedComments ? 1 : 0;
            } else {
                i++;
            }
        }
        position = limit;
        if (!truncated) {
            doubt();
        }
    }

    private int word() {
        int i = position;
        long h = Words.HASH_SEED;
        int dollars = 0;
        while (i < limit) {
            char c = text.charAt(i);
            if (!isWordPart(c)) {
                break;
            }
            if (c == '$') {
                dollars++;
            }
            h = Words.step(h, Words.lower(c));
            i++;
        }
        hash = h;
        word = Words.of(h);
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
                return name('"');
            }
        }
        if ((word & Words.LITERAL_TYPE) != 0) {
            int quote = i;
            while (quote < limit && isBlank(text.charAt(quote))) {
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

    private int number() {
        boolean hex = text.charAt(position) == '0' && (peek(1) | 32) == 'x';
        int i = position;
        long h = hash;
        while (i < limit) {
            char c = text.charAt(i);
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
        return LITERAL;
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
        if (operandDue && (isDigit(peek(1)) || (peek(1) == '.' && isDigit(peek(2))))) {
            hash = Words.step(hash, text.charAt(position));
            position++;
            return number();
        }
        return operator(1);
    }

    private int string(char quote, boolean escapes) {
        int i = position + 1;
        wildcard = i < limit && text.charAt(i) == '%';
        long h = hash;
        while (i < limit) {
            char c = text.charAt(i);
            char following = i + 1 < limit ? text.charAt(i + 1) : 0;
            if (c == quote) {
                if (following != quote) {
                    hash = h;
                    position = quoteEnd = i + 1;
                    return LITERAL;
                }
                h = Words.step(h, c);
                i += 2;
            } else if (c == '\\' && escapes) {
                h = Words.step(h, following);
                i += 2;
            } else if (c == '\\' && following == quote && dialect.isUnknown()) {
                return doubt();
            } else {
                h = Words.step(h, c);
                i++;
            }
        }
        return unterminated(h);
    }

    private int unterminated(long h) {
        if (!truncated) {
            return doubt();
        }
        hash = h;
        position = limit;
        return LITERAL;
    }

    /** Oracle's {@code q'[…]'}: ended by the closing bracket, or the same character, and a quote. */
    private int qString() {
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
                return LITERAL;
            }
            h = Words.step(h, c);
        }
        return unterminated(h);
    }

    private int dollar() {
        if (isDigit(peek(1))) {
            position++;
            skipWordPart();
            return PARAMETER;
        }
        int tagEnd = position + 1;
        while (tagEnd < limit && tagEnd - position <= LONGEST_TAG && isTagPart(text.charAt(tagEnd))) {
            tagEnd++;
        }
        boolean tagged = tagEnd < limit && text.charAt(tagEnd) == '$';
        if (!tagged || !dialect.dollarQuotes) {
            return operator(1);
        }
        if (start == quoteEnd) {
            return doubt();
        }
        int tagLength = tagEnd + 1 - position;
        long h = hash;
        for (int i = tagEnd + 1; i + tagLength <= limit; i++) {
            char c = text.charAt(i);
            if (c == '$' && text.regionMatches(i, text, position, tagLength)) {
                hash = h;
                position = quoteEnd = i + tagLength;
                return LITERAL;
            }
            h = Words.step(h, c);
        }
        return unterminated(h);
    }

    private int name(char close) {
        int i = position + 1;
        long h = Words.step(hash, close);
        while (i < limit) {
            char c = text.charAt(i);
            if (c == close) {
                if (i + 1 >= limit || text.charAt(i + 1) != close) {
                    hash = h;
                    position = i + 1;
                    return NAME;
                }
                i++;
            } else if (c == '\'' || c == '\n' || i - position > LONGEST_NAME) {
                return doubt();
            }
            h = Words.step(h, c);
            i++;
        }
        position = limit;
        return truncated ? NAME : doubt();
    }

    private int question() {
        if (peek(1) == '?') {
            // How the driver of PostgreSQL wants the operators ?, ?| and ?& to be written.
            return operator(2);
        }
        position++;
        while (position < limit && isDigit(text.charAt(position))) {
            position++;
        }
        return PARAMETER;
    }

    private int colon() {
        char following = peek(1);
        if (following == ':') {
            return operator(2);
        }
        if (isTight() || !(isWordStart(following) || isDigit(following))) {
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
        if (isTight() || !(isWordStart(peek(1)) || isDigit(peek(1)))) {
            return operator(1);
        }
        position++;
        skipWordPart();
        return PARAMETER;
    }

    private void skipWordPart() {
        while (position < limit && isWordPart(text.charAt(position))) {
            position++;
        }
    }

    private boolean isWordStart(char c) {
        return c < 128 ? (CLASSES[c] & LETTER) != 0 || (c == '#' && dialect.hashInNames) : !isBlank(c);
    }

    private boolean isWordPart(char c) {
        return c < 128 ? (CLASSES[c] & WORD_PART) != 0 || (c == '#' && dialect.hashInNames) : !isBlank(c);
    }

    private static boolean isTagPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c >= 0x80;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || (c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0xFEFF));
    }
}
