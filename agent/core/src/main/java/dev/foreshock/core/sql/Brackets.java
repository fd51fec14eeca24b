// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/** How deep in brackets a statement is, and what has begun at each depth: one bit per depth, the deepest share the last. */
final class Brackets {
    private static final int MAX_DEPTH = 63;

    private int depth;
    /** A query has begun there, so that FROM names tables. */
    private long queries;
    /** A comma goes on with the list of tables. */
    private long sources;
    /** A comma goes on with the list of common table expressions. */
    private long expressions;

    private long bit() {
        return 1L << Math.min(depth, MAX_DEPTH);
    }

    boolean isOutermost() {
        return depth == 0;
    }

    void open() {
        depth++;
        if (depth < MAX_DEPTH) {
            queries &= ~bit();
            expressions &= ~bit();
            sources &= ~bit();
        }
    }

    void close() {
        depth = Math.max(0, depth - 1);
    }

    /** Another statement begins. */
    void reset() {
        depth = 0;
        queries = sources = expressions = 0;
    }

    void beginQuery() {
        queries |= bit();
    }

    boolean inQuery() {
        return (queries & bit()) != 0;
    }

    /** Whether a query has begun at any depth. */
    boolean hasQuery() {
        return queries != 0;
    }

    void beginSources() {
        sources |= bit();
    }

    void endSources() {
        sources &= ~bit();
    }

    boolean inSources() {
        return (sources & bit()) != 0;
    }

    void beginExpressions() {
        expressions |= bit();
    }

    void endExpressions() {
        expressions &= ~bit();
    }

    boolean inExpressions() {
        return (expressions & bit()) != 0;
    }
}
