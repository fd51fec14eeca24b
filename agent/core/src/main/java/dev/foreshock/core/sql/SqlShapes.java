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
 * nothing of a statement that it cannot read with certainty: {@link Shape#text} is then {@code ?}. A text without literals
 * that was seen before costs some 10 ns, any other some 10 µs a kilobyte, and allocates a shape. The caches hold at most
 * about 12 MB if every slot holds the longest text, and some hundred kilobytes in practice.
 *
 * <p>Design: {@link #prepared} is direct-mapped by the text's own (cached) hash, and {@code equals} compares by identity first. Races lose
 * an entry, never corrupt one: entries are immutable. A text with literals would only push out others, so it is read every
 * time; its strings are found again under its hash in {@link #canonical}, so that they are built once.
 */
public final class SqlShapes {
    private static final int PREPARED_SLOTS = 2048;
    private static final int CANONICAL_SLOTS = 1024;

    /** Longer texts are not cached. */
    private static final int LONGEST_CACHED = 4096;

    private final @Nullable Entry[] prepared = new @Nullable Entry[PREPARED_SLOTS];
    private final @Nullable Shape[] canonical = new @Nullable Shape[CANONICAL_SLOTS];

    private record Entry(String text, Dialect dialect, Shape shape) {}

    /**
     * The shape of a statement.
     *
     * @param target decides the dialect; where it is {@code null} or unknown the text is read in the safest way
     */
    public Shape shape(String text, @Nullable Target target) {
        Dialect dialect = Dialect.of(target == null ? null : target.system());
        int slot = spread(text.hashCode()) & (PREPARED_SLOTS - 1);
        Entry entry = prepared[slot];
        if (entry != null && entry.dialect == dialect && entry.text.equals(text)) {
            return entry.shape;
        }
        SqlReader reading = SqlReader.read(text, dialect, false);
        Shape shape = canonical(text, dialect, reading);
        if (!reading.hasLiterals() && !reading.isDoubtful() && text.length() <= LONGEST_CACHED) {
            prepared[slot] = new Entry(text, dialect, shape);
        }
        return shape;
    }

    private Shape canonical(String text, Dialect dialect, SqlReader reading) {
        int slot = spread(Long.hashCode(reading.hash())) & (CANONICAL_SLOTS - 1);
        Shape known = canonical[slot];
        if (known == null || known.hash() != reading.hash()) {
            Shape built = SqlReader.read(text, dialect, true).shape();
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
