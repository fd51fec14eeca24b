// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one database statement: where it goes, what it looks like, and a hash of what is bound to it. 64
 * bytes; the bound values themselves are never kept.
 *
 * <p>Remembered in {@link Cursor}, and lasting: a statement that is cached by a driver is known in the next request too. Used
 * by one thread at a time, like the statement.
 */
public final class StatementState implements Cursor.Lasting {
    private static final int INLINE = 4;
    private static final int MAX_INDEX = 4_096;

    private final @Nullable Target target;
    private final @Nullable Shape shape;
    private long first;
    private long second;
    private long third;
    private long fourth;
    private long @Nullable [] more;
    private @Nullable Batch batch;

    /** {@code shape} is {@code null} for a statement that gets its text only when it is executed. */
    public StatementState(@Nullable Target target, @Nullable Shape shape) {
        this.target = target;
        this.shape = shape;
    }

    public @Nullable Target target() {
        return target;
    }

    public @Nullable Shape shape() {
        return shape;
    }

    /** A value is bound. {@code index} counts from 1, as JDBC does; binding it again replaces what was bound before. */
    public void bind(int index, long valueHash) {
        long mixed = (valueHash ^ (valueHash >>> 32)) * 0x9E3779B97F4A7C15L + index;
        switch (index) {
            case 1 -> first = mixed;
            case 2 -> second = mixed;
            case 3 -> third = mixed;
            case 4 -> fourth = mixed;
            default -> bindMore(index - INLINE - 1, mixed);
        }
    }

    private void bindMore(int at, long mixed) {
        if (at < 0 || at > MAX_INDEX) {
            return;
        }
        long[] values = more;
        if (values == null) {
            values = new long[Math.max(8, at + 1)];
            more = values;
        } else if (at >= values.length) {
            values = Arrays.copyOf(values, Math.max(at + 1, values.length * 2));
            more = values;
        }
        values[at] = mixed;
    }

    /** All bound values are forgotten. */
    public void clearParameters() {
        first = 0;
        second = 0;
        third = 0;
        fourth = 0;
        more = null;
    }

    /** A hash over what is bound, 0 where nothing is. */
    public long parameterHash() {
        long hash = first;
        hash = hash * 31 + second;
        hash = hash * 31 + third;
        hash = hash * 31 + fourth;
        long[] values = more;
        return values == null ? hash : hash * 31 + Arrays.hashCode(values);
    }

    /** One more row of a batch, with what is bound now. */
    public void addBatch() {
        Batch known = batch();
        known.size++;
        known.hash = known.hash * 31 + parameterHash();
    }

    /** One more text of a batch. */
    public void addBatch(Shape text) {
        Batch known = batch();
        known.size++;
        known.hash = known.hash * 31 + text.literalHash();
        if (known.shape == null) {
            known.shape = text;
        }
    }

    private Batch batch() {
        Batch known = batch;
        if (known == null) {
            known = batch = new Batch();
        }
        return known;
    }

    public int batched() {
        Batch known = batch;
        return known == null ? 0 : known.size;
    }

    public long batchHash() {
        Batch known = batch;
        return known == null ? 0 : known.hash;
    }

    /** The shape of the batch's first text, or of the prepared statement. */
    public @Nullable Shape batchShape() {
        Batch known = batch;
        return known == null || known.shape == null ? shape : known.shape;
    }

    public void clearBatch() {
        batch = null;
    }

    /** What has been added and not been executed yet: most statements never are a batch. */
    private static final class Batch {
        int size;
        long hash;

        @Nullable
        Shape shape;
    }
}
