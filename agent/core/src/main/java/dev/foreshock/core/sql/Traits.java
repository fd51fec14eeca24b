// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Shape;

/** What a statement is and does, gathered while its words pass: the traits of {@link Shape}. */
final class Traits {
    private int traits;
    private boolean likePending;
    private boolean filtered;
    private boolean block;
    private boolean callsFunction;
    private int tables;
    private boolean otherThanCatalog;

    void add(int trait) {
        traits |= trait;
    }

    boolean has(int anyOf) {
        return (traits & anyOf) != 0;
    }

    /** A verb has begun the statement, or a query inside it. */
    void verb(int word) {
        likePending = false;
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

    /** Any word that begins no statement, before it is known whether it is a name. */
    void word(int word, int before) {
        int number = Words.number(word);
        if (before == Words.BEGIN && (word & Words.TRANSACTION) == 0) {
            block = true;
        }
        likePending = number == Words.LIKE || (likePending && number == Words.CONCAT);
        if (number == Words.WHERE) {
            filtered = true;
        }
    }

    /** A quoted name. */
    void name(boolean expected, int before) {
        if (!expected && before == Words.BEGIN) {
            block = true;
        }
        likePending = false;
    }

    void literal(boolean wildcard) {
        if (likePending && wildcard) {
            traits |= Shape.LEADING_WILDCARD;
        }
        likePending = false;
    }

    void parameter() {
        likePending = false;
    }

    void operator(char symbol) {
        if (symbol != '(') {
            likePending = false;
        }
    }

    /** A word where no name is due, with the numbers of the two words before it. */
    void keyword(int word, int before, int twoBefore) {
        if ((word & Words.BARE) != 0) {
            apply(word);
        }
        switch (Words.number(word)) {
            case Words.SHARE -> {
                if (before == Words.FOR || before == Words.KEY || before == Words.IN) {
                    traits |= Shape.LOCKS;
                }
            }
            case Words.UPDATE -> {
                if (before == Words.FOR || (before == Words.KEY && twoBefore == Words.NO)) {
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

    /** A bracket follows the word: it is a function. */
    void function(int word) {
        apply(word);
        callsFunction |= word == 0;
    }

    /** A bracket follows a name that is none of SQL's own. */
    void otherFunction() {
        callsFunction = true;
    }

    void table(boolean catalog) {
        tables++;
        otherThanCatalog |= !catalog;
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

    /** The traits of a statement that has ended and whose main verb is this word. */
    int of(int mainVerb) {
        int verb = Words.number(mainVerb);
        int all = traits;
        if (block) {
            all |= Shape.CALL;
        } else if ((mainVerb & Words.TRANSACTION) != 0) {
            all |= Shape.TRANSACTION;
        }
        if (verb == Words.SELECT || verb == Words.VALUES) {
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
        boolean filterable = verb == Words.SELECT || verb == Words.UPDATE || verb == Words.DELETE;
        if (tables > 0 && !filtered && filterable) {
            all |= Shape.UNFILTERED;
        }
        return all;
    }
}
