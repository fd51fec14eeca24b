// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Shape;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shapes by their hash. Thread safe without locks, never throws; a look-up costs some nanoseconds. Holds 512 shapes at most, and
 * nothing before the first one.
 *
 * <p>Design: a direct-mapped table. A race, or two shapes in one slot, lose one of them, which is made anew; none is corrupted,
 * since shapes are immutable.
 */
final class KnownShapes {
    private static final int SLOTS = 512;

    private @Nullable Shape @Nullable [] table;

    /** See {@code Recorder.shape}. */
    Shape find(long hash, Supplier<Shape> words) {
        @Nullable Shape[] known = table;
        if (known == null) {
            known = table = new @Nullable Shape[SLOTS];
        }
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        Shape shape = known[slot];
        if (shape == null || shape.hash() != hash) {
            shape = words.get();
            known[slot] = shape;
        }
        return shape;
    }
}
