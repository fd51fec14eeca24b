// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/**
 * A position in a statement, and the way over blanks and comments. The lowest of three layers: {@link LiteralScanner} reads
 * what is in quotes, {@link Lexer} makes tokens. They are one object, since one is made for every statement that is read.
 */
abstract class Scanner {
    /** What lies beyond is not read: whether it begins inside a literal could not be known without reading it all. */
    static final int LIMIT = 32 * 1024;

    final String text;
    final Dialect dialect;
    final int limit;
    final boolean truncated;
    int position;
    boolean doubtful;
    private boolean executable;

    Scanner(String text, Dialect dialect) {
        this.text = text;
        this.dialect = dialect;
        this.truncated = text.length() > LIMIT;
        this.limit = Math.min(text.length(), LIMIT);
    }

    /** Whether the statement was too long to be read whole. */
    final boolean isTruncated() {
        return truncated;
    }

    final int doubt() {
        doubtful = true;
        return Lexer.DOUBT;
    }

    final char peek(int ahead) {
        int i = position + ahead;
        return i < limit ? text.charAt(i) : 0;
    }

    final boolean isWordStart(char c) {
        return (Characters.of(c) & Characters.LETTER) != 0 || (c == '#' && dialect.hashInNames);
    }

    final boolean isWordPart(char c) {
        return (Characters.of(c) & Characters.WORD_PART) != 0 || (c == '#' && dialect.hashInNames);
    }

    final void skipWordPart() {
        while (position < limit && isWordPart(text.charAt(position))) {
            position++;
        }
    }

    final void skipBlanks() {
        while (position < limit && !doubtful) {
            char c = text.charAt(position);
            int classes = Characters.of(c);
            if ((classes & (Characters.BLANK | Characters.COMMENT)) == 0) {
                return;
            }
            if ((classes & Characters.BLANK) != 0) {
                position++;
            } else if (!skipComment(c)) {
                return;
            }
        }
        if (executable && !truncated) {
            doubt();
        }
    }

    /** Answers false where the character begins no comment. */
    private boolean skipComment(char c) {
        char following = peek(1);
        if (c == '-' && following == '-' && isLineComment()) {
            skipLine();
        } else if (c == '#' && dialect.hashComments) {
            skipLine();
        } else if (c == '/' && following == '/' && dialect.slashComments) {
            skipLine();
        } else if (c == '/' && following == '*') {
            if (dialect.executableComments && peek(2) == '!') {
                position += 3;
                while (position < limit && Characters.isDigit(text.charAt(position))) {
                    position++;
                }
                executable = true;
            } else {
                skipBlock();
            }
        } else if (executable && c == '*' && following == '/') {
            executable = false;
            position += 2;
        } else {
            return false;
        }
        return true;
    }

    /** MySQL takes {@code --} for a comment only where a blank follows. */
    private boolean isLineComment() {
        return !dialect.executableComments || position + 2 >= limit || Characters.isBlank(text.charAt(position + 2));
    }

    private void skipLine() {
        int newline = text.indexOf('\n', position);
        position = newline < 0 || newline >= limit ? limit : newline + 1;
    }

    private void skipBlock() {
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
}
