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

    private final @Nullable Summary summary;

    private final Brackets brackets = new Brackets();
    private final TableName name;
    private final Traits traits = new Traits();

    private int expected;

    private int lastType;
    private int lastWord;
    private int wordBefore;
    private char lastSymbol;

    private boolean begun;
    private int mainVerb;
    private int object;
    private boolean inArguments;

    Clauses(@Nullable Summary summary) {
        this.summary = summary;
        this.name = new TableName(summary);
    }

    /** Takes in the next token. */
    void next(int type, Lexer token) {
        if (!name.isPassing() || !goesOn(type, token)) {
            switch (type) {
                case Lexer.WORD -> word(token);
                case Lexer.NAME -> {
                    traits.name(expected != NOTHING, number(lastWord));
                    if (expected != NOTHING) {
                        name(token);
                    }
                }
                case Lexer.OPERATOR -> operator(token.symbol);
                case Lexer.LITERAL -> traits.literal(token.wildcard);
                default -> traits.parameter();
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
        brackets.reset();
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
        if (name.isPassing()) {
            complete(false);
        }
    }

    private boolean goesOn(int type, Lexer token) {
        if (name.goesOn(type, token)) {
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
        traits.word(word, number(lastWord));
        if (expected == NOTHING || (word & Words.ENDS_TABLES) != 0) {
            traits.keyword(word, number(lastWord), number(wordBefore));
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
                    || (lastSymbol == ')' && brackets.inExpressions());
        }
        return (is(Words.EXPLAIN) && number != Words.WITH) || number(lastWord) == Words.EXPLAIN;
    }

    private void begin(int word, Lexer token) {
        int number = number(word);
        traits.verb(word);
        expected = NOTHING;
        brackets.endSources();
        boolean main = !begun || (is(Words.WITH) && brackets.isOutermost() && number != Words.WITH);
        if (main) {
            begun = true;
            mainVerb = word;
            if (summary != null) {
                summary.operation(word, token);
            }
        }
        if (number != Words.WITH) {
            brackets.endExpressions();
            if (summary != null && (main || number != Words.VALUES)) {
                summary.verb(word, token);
            }
        }
        switch (number) {
            case Words.SELECT -> brackets.beginQuery();
            case Words.INSERT, Words.REPLACE, Words.UPSERT, Words.COPY, Words.TRUNCATE, Words.LOCK -> expected = TARGET;
            case Words.DELETE, Words.MERGE -> {
                expected = TARGET;
                brackets.beginQuery();
            }
            case Words.UPDATE -> {
                expected = TARGET;
                brackets.beginQuery();
                brackets.beginSources();
            }
            case Words.CREATE, Words.ALTER, Words.DROP, Words.COMMENT -> expected = OBJECT;
            case Words.CALL, Words.EXEC, Words.EXECUTE -> {
                traits.add(Shape.CALL);
                expected = PROCEDURE;
            }
            case Words.WITH -> {
                brackets.beginExpressions();
                expected = EXPRESSION;
            }
            default -> {}
        }
    }

    private void clause(int word, int number) {
        if ((word & Words.ENDS_TABLES) != 0) {
            brackets.endSources();
            expected = NOTHING;
            return;
        }
        switch (number) {
            case Words.FROM -> {
                if (brackets.inQuery() && number(lastWord) != Words.DISTINCT) {
                    source();
                }
            }
            case Words.JOIN -> {
                if (brackets.inQuery()) {
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
        brackets.beginSources();
    }

    private void operator(char symbol) {
        switch (symbol) {
            case '(' -> open();
            case ')' -> {
                brackets.close();
                expected = NOTHING;
            }
            case ',' -> {
                if (brackets.inExpressions()) {
                    expected = EXPRESSION;
                } else if (brackets.inSources()) {
                    expected = SOURCE;
                }
            }
            default -> {}
        }
        traits.operator(symbol);
    }

    private void open() {
        if (lastType == Lexer.WORD) {
            traits.function(lastWord);
        } else if (lastType == Lexer.NAME) {
            traits.otherFunction();
        }
        boolean joined = expected == SOURCE && number(lastWord) != Words.USING;
        if (expected == PROCEDURE) {
            inArguments = true;
        }
        expected = joined ? SOURCE : NOTHING;
        brackets.open();
        if (joined) {
            brackets.beginQuery();
            brackets.beginSources();
        }
    }

    private void name(Lexer token) {
        if (expected == EXPRESSION) {
            expected = NOTHING;
            name.addExpression(token);
        } else if (expected != OBJECT) {
            name.begin(token);
        }
    }

    private void complete(boolean bracket) {
        name.end();
        int kind = expected;
        expected = NOTHING;
        if (kind == SOURCE && bracket) {
            traits.otherFunction();
            return;
        }
        if (kind == SOURCE && name.isExpression()) {
            return;
        }
        boolean table = kind == SOURCE || kind == TARGET || object == Words.TABLE || object == Words.VIEW;
        if (kind == PROCEDURE) {
            inArguments = true;
            table = false;
        }
        if (table) {
            traits.table(name.isCatalog());
        }
        if (summary != null) {
            summary.target(table);
        }
    }

    /** Whether the next token may be, or go on with, the name of a table. */
    boolean isNameDue() {
        return expected != NOTHING || name.isPassing();
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
                traits.has(Shape.WRITES | Shape.CALL) || is(Words.SELECT) || is(Words.WITH) || brackets.hasQuery();
        boolean schema = object == Words.TABLE
                || object == Words.VIEW
                || object == Words.INDEX
                || object == Words.ROUTINE
                || object == Words.TYPE;
        return !rows && !schema;
    }

    /** The traits of {@link Shape}; valid at the end. */
    int traits() {
        return traits.of(mainVerb);
    }

    private static int number(int word) {
        return Words.number(word);
    }

    private boolean is(int verb) {
        return Words.number(mainVerb) == verb;
    }
}
