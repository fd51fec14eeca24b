// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription or a coroutine belongs to: whenever it is its turn, on whichever thread, it goes on with that, and leaves
 * nothing behind. Unlike a task, which runs once, it may live for ever. So it is let go when its unit of work is over: at once,
 * or ten seconds later, as a thread of its own is.
 *
 * <p>Used by any thread, though by one at a time as a rule; a race costs nothing but another look. A turn on a thread that does
 * the same already costs one look at its cursor.
 */
public final class CarriedContext {
    private @Nullable Operation operation;
    private final boolean untilEnd;

    /** For what an ignored request has set going, which has no end that could be seen. */
    private final long ignoredSinceNanos;

    private CarriedContext(Operation operation, boolean untilEnd) {
        this.operation = operation;
        this.untilEnd = untilEnd;
        this.ignoredSinceNanos = Cursor.isIgnored(operation) ? System.nanoTime() : 0;
    }

    /** What the current thread does, or {@code null} where there is nothing to carry. */
    public static @Nullable CarriedContext capture() {
        Operation operation = Cursor.get().capture();
        return operation == null ? null : new CarriedContext(operation, false);
    }

    /** For what repeats itself, and may do so for ever: it is let go with the end of its unit. */
    public static @Nullable CarriedContext captureUntilEnd() {
        Operation operation = Cursor.get().capture();
        return operation == null ? null : new CarriedContext(operation, true);
    }

    /** Goes on with it on the current thread. Answers what {@link #restore} needs, {@code null} where nothing changes. */
    public Cursor.@Nullable Resumption attach() {
        Operation carried = operation;
        if (carried == null) {
            return null;
        }
        Cursor cursor = Cursor.get();
        if (cursor.current() == carried) {
            return null;
        }
        if (isOver(carried)) {
            operation = null;
            return null;
        }
        return cursor.attach(carried);
    }

    /** The turn is over, on the thread where it began. */
    public static void restore(Cursor.@Nullable Resumption before) {
        if (before != null) {
            Cursor.get().restore(before);
        }
    }

    private boolean isOver(Operation carried) {
        if (ignoredSinceNanos != 0) {
            return System.nanoTime() - ignoredSinceNanos > Cursor.INHERITANCE_NANOS;
        }
        return carried.unit().isEnded()
                && (untilEnd || !Cursor.isRecent(carried.unit().root()));
    }
}
