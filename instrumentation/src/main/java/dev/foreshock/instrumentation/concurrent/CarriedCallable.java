// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A callable together with what it goes on with; only where the pool never shows its tasks to anybody. */
public final class CarriedCallable<V> implements Callable<V> {
    private final Callable<V> task;
    private final Operation operation;

    public CarriedCallable(Callable<V> task, Operation operation) {
        this.task = task;
        this.operation = operation;
    }

    /** A copy of the collection; a {@code null} in it stays for the pool to complain about. */
    static List<@Nullable Object> all(Collection<?> tasks, Operation operation) {
        List<@Nullable Object> carried = new ArrayList<>(tasks.size());
        for (Object task : tasks) {
            carried.add(task instanceof Callable<?> callable ? new CarriedCallable<>(callable, operation) : task);
        }
        return carried;
    }

    @Override
    public V call() throws Exception {
        Cursor cursor = Cursor.get();
        Cursor.Resumption before = cursor.attach(operation);
        try {
            return task.call();
        } finally {
            cursor.restore(before);
        }
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
