// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import org.jspecify.annotations.Nullable;

/** The qualified name that is passing, part by part, and the names that WITH has given to queries. */
final class TableName {
    private static final int MAX_EXPRESSIONS = 16;

    private final @Nullable Summary summary;
    private boolean passing;
    private boolean dotted;
    private int parts;
    private long hash;
    private boolean catalog;
    private long @Nullable [] expressions;
    private int expressionCount;

    TableName(@Nullable Summary summary) {
        this.summary = summary;
    }

    /** Whether a name has begun and may go on. */
    boolean isPassing() {
        return passing;
    }

    /** Whether it names something of the server's own. */
    boolean isCatalog() {
        return catalog;
    }

    /** Whether it is one that WITH gave, and no table's. */
    boolean isExpression() {
        long[] names = expressions;
        for (int i = 0; names != null && parts == 1 && i < expressionCount; i++) {
            if (names[i] == hash) {
                return true;
            }
        }
        return false;
    }

    void begin(Lexer token) {
        passing = true;
        dotted = false;
        parts = 0;
        catalog = false;
        if (summary != null) {
            summary.beginName();
        }
        part(token);
    }

    /** Takes in the next token where it belongs to the name. */
    boolean goesOn(int type, Lexer token) {
        if (type == Lexer.OPERATOR && token.symbol == '.') {
            dotted = true;
            if (summary != null) {
                summary.dot();
            }
            return true;
        }
        if (dotted && (type == Lexer.WORD || type == Lexer.NAME)) {
            dotted = false;
            part(token);
            return true;
        }
        return false;
    }

    void end() {
        passing = false;
    }

    private void part(Lexer token) {
        parts++;
        hash = token.hash;
        catalog |= (token.word & Words.CATALOG) != 0 || token.text.startsWith("pg_", token.start);
        if (summary != null) {
            summary.part(token);
        }
    }

    /** WITH gives this name to a query. */
    void addExpression(Lexer token) {
        if (expressions == null) {
            expressions = new long[MAX_EXPRESSIONS];
        }
        if (expressionCount < MAX_EXPRESSIONS) {
            expressions[expressionCount++] = token.hash;
        }
    }
}
