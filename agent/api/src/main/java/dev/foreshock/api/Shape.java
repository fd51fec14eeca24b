// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What repeated calls have in common once their literals are removed: the fingerprint of a statement, a URL template, a
 * command with its key template. Immutable and shared between threads.
 *
 * <p>Two calls belong together when their {@link #hash} is equal. {@link #arity} and {@link #literalHash} belong to the
 * text that this shape was made from, and may differ between shapes of one hash.
 */
public final class Shape {
    /** Reads data: SELECT, GET. */
    public static final int READS = 1;
    /** Changes data: INSERT, UPDATE, DELETE, MERGE. */
    public static final int WRITES = 1 << 1;
    /** Carries LIMIT, OFFSET, FETCH FIRST, TOP or ROWNUM. */
    public static final int LIMITED = 1 << 2;
    /** Draws from a sequence. */
    public static final int SEQUENCE = 1 << 3;
    /** Locks what it reads: FOR UPDATE, FOR SHARE. */
    public static final int LOCKS = 1 << 4;
    /** A validation query, SET, SHOW or a look at the schema: ignored by detectors. */
    public static final int PROBE = 1 << 5;
    /** Calls a procedure. */
    public static final int CALL = 1 << 6;
    /** Changes the schema. */
    public static final int DDL = 1 << 7;
    /** Its answer changes by itself: now(), random(), nextval. */
    public static final int VOLATILE = 1 << 8;
    /** Was too long to be read whole. */
    public static final int TRUNCATED = 1 << 9;
    /** A LIKE pattern that begins with a wildcard, as far as the text shows it. */
    public static final int LEADING_WILDCARD = 1 << 10;
    /** Reads or changes a table without any WHERE. */
    public static final int UNFILTERED = 1 << 11;
    /** Begins, commits or rolls back. */
    public static final int TRANSACTION = 1 << 12;
    /** Waits on purpose: pg_sleep, BLPOP, LISTEN. */
    public static final int BLOCKING = 1 << 13;

    /** Compares with the elements of an array that is one parameter: {@code = ANY (?)}. As good as an IN list. */
    public static final int ARRAY = 1 << 14;

    /** Asks for values by their keys, any of which may be missing: its rows are the values that were there. GET, MGET, HGET. */
    public static final int LOOKUP = 1 << 15;

    private final long hash;
    private final String text;
    private final String summary;
    private final String operation;
    private final List<String> collections;
    private final int arity;
    private final long literalHash;
    private final int traits;

    /**
     * @param hash equal for equal shapes; 64 bits, spread well
     * @param text the text with every literal replaced by {@code ?}
     * @param summary a low-cardinality name: {@code SELECT orders}
     * @param operation the verb in upper case: {@code SELECT}
     * @param collections the tables or collections it names, in order of appearance, without duplicates
     * @param arity the number of values of its longest IN list, 0 where it has none
     * @param literalHash a hash over the literals that were removed, 0 where there were none
     * @param traits the constants of this class, or-ed
     */
    public Shape(
            long hash,
            String text,
            String summary,
            String operation,
            List<String> collections,
            int arity,
            long literalHash,
            int traits) {
        this.hash = hash;
        this.text = text;
        this.summary = summary;
        this.operation = operation;
        this.collections = List.copyOf(collections);
        this.arity = arity;
        this.literalHash = literalHash;
        this.traits = traits;
    }

    public long hash() {
        return hash;
    }

    public String text() {
        return text;
    }

    public String summary() {
        return summary;
    }

    public String operation() {
        return operation;
    }

    public List<String> collections() {
        return collections;
    }

    /** The first table or collection, or {@code null} where none was recognised. */
    public @Nullable String collection() {
        return collections.isEmpty() ? null : collections.get(0);
    }

    public int arity() {
        return arity;
    }

    public long literalHash() {
        return literalHash;
    }

    /** Whether any of the given traits holds. */
    public boolean is(int anyOf) {
        return (traits & anyOf) != 0;
    }

    public int traits() {
        return traits;
    }

    @Override
    public String toString() {
        return text;
    }
}
