// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Follows the clauses of a statement as its tokens pass: verbs, tables and traits. It is no parser. It knows which words a
 * table's name follows, and at which depth of brackets a FROM belongs to a SELECT and not to an EXTRACT.
 */
final class Clauses {
    private static final int NOTHING = 0;
    /** After FROM or JOIN: a table, a function or a subquery. */
    private static final int SOURCE = 1;
    /** After INSERT INTO, UPDATE and the like: a table. */
    private static final int TARGET = 2;
    /** After CREATE, ALTER, DROP: the sort of object. */
    private static final int OBJECT = 3;
    /** The name of what is created. */
    private static final int OBJECT_NAME = 4;
    /** After CALL. */
    private static final int PROCEDURE = 5;
    /** After WITH: the name of a common table expression. */
    private static final int EXPRESSION = 6;

    private static final int MAX_DEPTH = 63;
    private static final int MAX_EXPRESSIONS = 16;

    private final @Nullable Summary summary;

    private int depth;
    /** One bit per depth of brackets: a query has begun there, so that FROM names tables. */
    private long queries;
    /** One bit per depth: a comma goes on with the list of tables. */
    private long sources;
    /** One bit per depth: a comma goes on with the list of common table expressions. */
    private long expressions;

    private long @Nullable [] expressionNames;
    private int expressionCount;

    private int expected;
    private boolean naming;
    private boolean dotted;
    private int nameParts;
    private long nameHash;
    private boolean catalogName;

    private int lastType;
    private int lastWord;
    private int wordBefore;
    private char lastSymbol;

    private boolean begun;
    private int mainVerb;
    private int object;
    private boolean inArguments;
    private boolean likePending;
    private boolean block;

    private int traits;
    private int tables;
    private boolean otherThanCatalog;
    private boolean filtered;
    private boolean callsFunction;

    Clauses(@Nullable Summary summary) {
        this.summary = summary;
    }

    /** Takes in the next token. */
    void next(int type, Lexer token) {
        if (!naming || !goesOn(type, token)) {
            switch (type) {
                case Lexer.WORD -> word(token);
                case Lexer.NAME -> {
                    if (expected != NOTHING) {
                        name(token);
                    } else if (number(lastWord) == Words.BEGIN) {
                        block = true;
                    }
                    likePending = false;
                }
                case Lexer.OPERATOR -> operator(token.symbol);
                case Lexer.LITERAL -> {
                    if (likePending && token.wildcard) {
                        traits |= Shape.LEADING_WILDCARD;
                    }
                    likePending = false;
                }
                default -> likePending = false;
            }
        }
        wordBefore = lastWord;
        lastWord = type == Lexer.WORD ? token.word : 0;
        lastSymbol = type == Lexer.OPERATOR ? token.symbol : 0;
        lastType = type;
    }

    /** One statement has ended and another one follows. */
    void separate() {
        end();
        depth = 0;
        queries = sources = expressions = 0;
        expected = NOTHING;
        inArguments = false;
        lastType = Lexer.END;
        lastWord = wordBefore = 0;
        lastSymbol = 0;
        if (summary != null) {
            summary.separate();
        }
    }

    /** The text has ended. */
    void end() {
        if (naming) {
            complete(false);
        }
    }

    private boolean goesOn(int type, Lexer token) {
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
        complete(type == Lexer.OPERATOR && token.symbol == '(');
        return false;
    }

    private void word(Lexer token) {
        int word = token.word;
        int number = number(word);
        if (beginsStatement(word, number)) {
            begin(word, token);
            return;
        }
        if (number(lastWord) == Words.BEGIN && (word & Words.TRANSACTION) == 0) {
            block = true;
        }
        likePending = number == Words.LIKE || (likePending && number == Words.CONCAT);
        if (number == Words.WHERE) {
            filtered = true;
        }
        if (expected == NOTHING || (word & Words.ENDS_TABLES) != 0) {
            traits(word, number);
            clause(word, number);
        } else if (expected == OBJECT) {
            if ((word & Words.OBJECT) != 0) {
                object = number == 0 ? -1 : number;
                expected = OBJECT_NAME;
                if (summary != null) {
                    summary.word(Words.name(token.hash));
                }
            }
        } else if ((word & Words.BEFORE_NAME) == 0 && number != Words.RECURSIVE) {
            name(token);
        }
    }

    private boolean beginsStatement(int word, int number) {
        if (lastType == Lexer.END) {
            return true;
        }
        if ((word & Words.VERB) == 0 || number == 0 || is(Words.GRANT) || is(Words.REVOKE)) {
            return false;
        }
        if (number == Words.SELECT) {
            return true;
        }
        if (number > Words.VALUES) {
            return false;
        }
        if (lastType == Lexer.OPERATOR) {
            return lastSymbol == '('
                    || lastSymbol == '{'
                    || (lastSymbol == '=' && number == Words.CALL)
                    || (lastSymbol == ')' && has(expressions));
        }
        return (is(Words.EXPLAIN) && number != Words.WITH) || number(lastWord) == Words.EXPLAIN;
    }

    private void begin(int word, Lexer token) {
        int number = number(word);
        likePending = false;
        expected = NOTHING;
        sources &= ~bit();
        boolean main = !begun || (is(Words.WITH) && depth == 0 && number != Words.WITH);
        if (main) {
            begun = true;
            mainVerb = word;
            if (summary != null) {
                summary.operation(word, token);
            }
        }
        if (number != Words.WITH) {
            expressions &= ~bit();
            if (summary != null && (main || number != Words.VALUES)) {
                summary.verb(word, token);
            }
        }
        switch (number) {
            case Words.SELECT -> queries |= bit();
            case Words.INSERT, Words.REPLACE, Words.UPSERT, Words.COPY, Words.TRUNCATE, Words.LOCK -> expected = TARGET;
            case Words.DELETE, Words.MERGE -> {
                expected = TARGET;
                queries |= bit();
            }
            case Words.UPDATE -> {
                expected = TARGET;
                queries |= bit();
                sources |= bit();
            }
            case Words.CREATE, Words.ALTER, Words.DROP, Words.COMMENT -> expected = OBJECT;
            case Words.CALL, Words.EXEC, Words.EXECUTE -> {
                traits |= Shape.CALL;
                expected = PROCEDURE;
            }
            case Words.WITH -> {
                expressions |= bit();
                expected = EXPRESSION;
            }
            default -> {}
        }
        if ((word & Words.WRITES) != 0) {
            traits |= Shape.WRITES;
        }
        if ((word & Words.DDL) != 0) {
            traits |= Shape.DDL;
        }
        if ((word & Words.BLOCKING) != 0) {
            traits |= Shape.BLOCKING;
        }
    }

    private void traits(int word, int number) {
        if ((word & Words.BARE) != 0) {
            apply(word);
        }
        int before = number(lastWord);
        switch (number) {
            case Words.SHARE -> {
                if (before == Words.FOR || before == Words.KEY || before == Words.IN) {
                    traits |= Shape.LOCKS;
                }
            }
            case Words.UPDATE -> {
                if (before == Words.FOR || (before == Words.KEY && number(wordBefore) == Words.NO)) {
                    traits |= Shape.LOCKS;
                }
            }
            case Words.FIRST, Words.NEXT -> {
                if (before == Words.FETCH) {
                    traits |= Shape.LIMITED;
                }
            }
            case Words.TOP -> {
                if (before == Words.SELECT || before == Words.DISTINCT || before == Words.DELETE) {
                    traits |= Shape.LIMITED;
                }
            }
            case Words.VALUE -> {
                if (before == Words.NEXT) {
                    traits |= Shape.SEQUENCE | Shape.VOLATILE;
                }
            }
            default -> {}
        }
    }

    private void apply(int word) {
        if ((word & Words.VOLATILE) != 0) {
            traits |= Shape.VOLATILE;
        }
        if ((word & Words.SEQUENCE) != 0) {
            traits |= Shape.SEQUENCE;
        }
        if ((word & Words.BLOCKING) != 0) {
            traits |= Shape.BLOCKING;
        }
        if ((word & Words.LOCKS) != 0) {
            traits |= Shape.LOCKS;
        }
        if ((word & Words.LIMITS) != 0) {
            traits |= Shape.LIMITED;
        }
    }

    private void clause(int word, int number) {
        if ((word & Words.ENDS_TABLES) != 0) {
            sources &= ~bit();
            expected = NOTHING;
            return;
        }
        switch (number) {
            case Words.FROM -> {
                if (has(queries) && number(lastWord) != Words.DISTINCT) {
                    source();
                }
            }
            case Words.JOIN -> {
                if (has(queries)) {
                    source();
                }
            }
            case Words.USING -> {
                if (is(Words.MERGE) || is(Words.DELETE)) {
                    expected = SOURCE;
                }
            }
            case Words.ON -> {
                if (object == Words.INDEX) {
                    expected = TARGET;
                    object = -1;
                }
            }
            default -> {}
        }
    }

    private void source() {
        expected = SOURCE;
        sources |= bit();
    }

    private void operator(char symbol) {
        switch (symbol) {
            case '(' -> open();
            case ')' -> {
                depth = Math.max(0, depth - 1);
                expected = NOTHING;
            }
            case ',' -> {
                if (has(expressions)) {
                    expected = EXPRESSION;
                } else if (has(sources)) {
                    expected = SOURCE;
                }
            }
            default -> {}
        }
        if (symbol != '(') {
            likePending = false;
        }
    }

    private void open() {
        if (lastType == Lexer.WORD) {
            apply(lastWord);
            callsFunction |= lastWord == 0;
        }
        callsFunction |= lastType == Lexer.NAME;
        boolean joined = expected == SOURCE && number(lastWord) != Words.USING;
        if (expected == PROCEDURE) {
            inArguments = true;
        }
        expected = joined ? SOURCE : NOTHING;
        depth++;
        if (depth < MAX_DEPTH) {
            queries &= ~bit();
            expressions &= ~bit();
            sources &= ~bit();
        }
        if (joined) {
            queries |= bit();
            sources |= bit();
        }
    }

    private void name(Lexer token) {
        if (expected == EXPRESSION) {
            expected = NOTHING;
            if (expressionNames == null) {
                expressionNames = new long[MAX_EXPRESSIONS];
            }
            if (expressionCount < MAX_EXPRESSIONS) {
                expressionNames[expressionCount++] = token.hash;
            }
        } else if (expected != OBJECT) {
            naming = true;
            dotted = false;
            nameParts = 0;
            catalogName = false;
            if (summary != null) {
                summary.beginName();
            }
            part(token);
        }
    }

    private void part(Lexer token) {
        nameParts++;
        nameHash = token.hash;
        catalogName |= (token.word & Words.CATALOG) != 0 || token.text.startsWith("pg_", token.start);
        if (summary != null) {
            summary.part(token);
        }
    }

    private void complete(boolean bracket) {
        naming = false;
        int kind = expected;
        expected = NOTHING;
        if (kind == SOURCE && bracket) {
            callsFunction = true;
            return;
        }
        if (kind == SOURCE && nameParts == 1 && isExpression(nameHash)) {
            return;
        }
        boolean table = kind == SOURCE || kind == TARGET || object == Words.TABLE || object == Words.VIEW;
        if (kind == PROCEDURE) {
            inArguments = true;
            table = false;
        }
        if (table) {
            tables++;
            otherThanCatalog |= !catalogName;
        }
        if (summary != null) {
            summary.target(table);
        }
    }

    private boolean isExpression(long hash) {
        long[] names = expressionNames;
        for (int i = 0; names != null && i < expressionCount; i++) {
            if (names[i] == hash) {
                return true;
            }
        }
        return false;
    }

    /** Whether the next token may be, or go on with, the name of a table. */
    boolean isNameDue() {
        return expected != NOTHING || naming;
    }

    /** Whether the arguments of a procedure are passing, which belong to no shape. */
    boolean inArguments() {
        return inArguments;
    }

    /**
     * Whether a password may follow the word without quotes around it: {@code CREATE USER u IDENTIFIED BY secret}. In what
     * reads or changes rows these words are names of columns.
     */
    boolean beforeSecret(int word) {
        if (is(Words.CONNECT)) {
            return true;
        }
        if (number(word) != Words.SECRET) {
            return false;
        }
        boolean rows =
                (traits & (Shape.WRITES | Shape.CALL)) != 0 || is(Words.SELECT) || is(Words.WITH) || queries != 0;
        boolean schema = object == Words.TABLE
                || object == Words.VIEW
                || object == Words.INDEX
                || object == Words.ROUTINE
                || object == Words.TYPE;
        return !rows && !schema;
    }

    /** The traits of {@link Shape}; valid at the end. */
    int traits() {
        int all = traits;
        if (block) {
            all |= Shape.CALL;
        } else if ((mainVerb & Words.TRANSACTION) != 0) {
            all |= Shape.TRANSACTION;
        }
        if (is(Words.SELECT) || is(Words.VALUES)) {
            all |= Shape.READS;
            int real = Shape.SEQUENCE | Shape.BLOCKING | Shape.WRITES;
            boolean probe = tables > 0 ? !otherThanCatalog : !callsFunction;
            if (probe && (all & real) == 0) {
                all |= Shape.PROBE;
            }
        }
        if ((mainVerb & Words.PROBE) != 0) {
            all |= Shape.PROBE;
        }
        if (tables > 0 && !filtered && (is(Words.SELECT) || is(Words.UPDATE) || is(Words.DELETE))) {
            all |= Shape.UNFILTERED;
        }
        return all;
    }

    private static int number(int word) {
        return Words.number(word);
    }

    private boolean is(int verb) {
        return Words.number(mainVerb) == verb;
    }

    private long bit() {
        return 1L << Math.min(depth, MAX_DEPTH);
    }

    private boolean has(long bits) {
        return (bits & bit()) != 0;
    }
}
