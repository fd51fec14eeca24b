// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of SQL statements: fingerprint, sanitised text, summary and traits, from one pass of a lexer. No parser stands
 * on the path of a request.
 *
 * <p>Thread safe without locks. Never throws, takes time linear in the text (at most 32 kB of it are read), and shows
 * nothing of a statement that it cannot read with certainty: {@link Shape#text} is then {@code ?}. A text that was seen
 * before costs some 10 ns, any other some microseconds a kilobyte, and allocates a shape. The caches hold at most about
 * 12 MB if every slot holds the longest text, and some hundred kilobytes in practice.
 *
 * <p>Design: {@link #prepared} and {@link #constant} are direct-mapped by the text's own (cached) hash, and {@code equals}
 * compares by identity first. Races lose an entry, never corrupt one: entries are immutable. A text with literals is most
 * often the only one of its sort and would push out others, so it has a table of its own and gets a place there only when
 * its hash is seen there twice in a row: a prepared text with a constant in it is read twice, a text with a key in it every
 * time. The strings of what is read again are found under its fingerprint in {@link #canonical}, so that they are built
 * once.
 */
public final class SqlShapes {
    private static final int PREPARED_SLOTS = 2048;
    private static final int CONSTANT_SLOTS = 512;
    private static final int CANONICAL_SLOTS = 1024;

    /** Longer texts are not cached. */
    private static final int LONGEST_CACHED = 4096;

    private final boolean replaceDigits;
    private final @Nullable Entry[] prepared = new @Nullable Entry[PREPARED_SLOTS];
    private final @Nullable Entry[] constant = new @Nullable Entry[CONSTANT_SLOTS];
    private final int[] seenConstant = new int[CONSTANT_SLOTS];
    private final @Nullable Shape[] canonical = new @Nullable Shape[CANONICAL_SLOTS];

    private record Entry(String text, Dialect dialect, Shape shape) {
        boolean isOf(String other, Dialect otherDialect) {
            return dialect == otherDialect && text.equals(other);
        }
    }

    public SqlShapes() {
        this(false);
    }

    /** {@code replaceDigits} joins statements whose names differ in their digits only, as sharded tables do. */
    public SqlShapes(boolean replaceDigits) {
        this.replaceDigits = replaceDigits;
    }

    /**
     * The shape of a statement.
     *
     * @param target decides the dialect; where it is {@code null} or unknown the text is read in the safest way
     */
    public Shape shape(String text, @Nullable Target target) {
        Dialect dialect = Dialect.of(target == null ? null : target.system());
        if (text.length() > LONGEST_CACHED) {
            return canonical(text, dialect, read(text, dialect, false));
        }
        int hash = spread(text.hashCode());
        Entry entry = prepared[hash & (PREPARED_SLOTS - 1)];
        if (entry != null && entry.isOf(text, dialect)) {
            return entry.shape;
        }
        entry = constant[hash & (CONSTANT_SLOTS - 1)];
        if (entry != null && entry.isOf(text, dialect)) {
            return entry.shape;
        }
        SqlReader reading = read(text, dialect, false);
        Shape shape = canonical(text, dialect, reading);
        if (!reading.isDoubtful()) {
            keep(text, dialect, shape, reading.hasLiterals(), hash);
        }
        return shape;
    }

    private void keep(String text, Dialect dialect, Shape shape, boolean hasLiterals, int hash) {
        int slot = hash & (CONSTANT_SLOTS - 1);
        if (!hasLiterals) {
            prepared[hash & (PREPARED_SLOTS - 1)] = new Entry(text, dialect, shape);
        } else if (seenConstant[slot] == hash) {
            constant[slot] = new Entry(text, dialect, shape);
        } else {
            seenConstant[slot] = hash;
        }
    }

    private SqlReader read(String text, Dialect dialect, boolean texts) {
        return SqlReader.read(text, dialect, replaceDigits, texts);
    }

    private Shape canonical(String text, Dialect dialect, SqlReader reading) {
        int slot = spread(Long.hashCode(reading.hash())) & (CANONICAL_SLOTS - 1);
        Shape known = canonical[slot];
        if (known == null || known.hash() != reading.hash()) {
            Shape built = read(text, dialect, true).shape();
            canonical[slot] = built;
            return built;
        }
        // An array is only recognised where the text is built.
        int traits = reading.traits() | (known.traits() & Shape.ARRAY);
        if (known.arity() == reading.arity()
                && known.literalHash() == reading.literalHash()
                && known.traits() == traits) {
            return known;
        }
        return new Shape(
                known.hash(),
                known.text(),
                known.summary(),
                known.operation(),
                known.collections(),
                reading.arity(),
                reading.literalHash(),
                traits);
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
