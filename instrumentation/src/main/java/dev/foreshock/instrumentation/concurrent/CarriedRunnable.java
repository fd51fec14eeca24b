// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A task together with what it goes on with. Only lambdas are wrapped in a queue that the application can see: nobody can
 * cast to the class of a lambda, and one lambda may be submitted by any number of requests at once. Any other task carries a
 * weak entry beside it ({@link dev.foreshock.api.Handover}).
 *
 * <p>Equal to the task it wraps, as far as that can be: as the argument of {@code queue.remove} and as the key of a hash map,
 * which is what hooks of pools do.
 */
public final class CarriedRunnable implements Runnable {
    private final Runnable task;
    private final @Nullable Operation operation;

    public CarriedRunnable(Runnable task, @Nullable Operation operation) {
        this.task = task;
        this.operation = operation;
    }

    /** Whether the task is a lambda without any interface that a queue or a hook could ask it for. */
    public static boolean isPlainLambda(Runnable task) {
        Class<?> type = task.getClass();
        if (!type.isHidden() || type.getSuperclass() != Object.class) {
            return false;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (implemented != Runnable.class && implemented != Serializable.class) {
                return false;
            }
        }
        return true;
    }

    static Object unwrap(Object task) {
        return task instanceof CarriedRunnable carried ? carried.task : task;
    }

    @Override
    public void run() {
        Cursor cursor = Cursor.get();
        Cursor.Resumption before = cursor.attach(operation);
        try {
            task.run();
        } finally {
            cursor.restore(before);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other != null && task.equals(unwrap(other));
    }

    @Override
    public int hashCode() {
        return task.hashCode();
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
