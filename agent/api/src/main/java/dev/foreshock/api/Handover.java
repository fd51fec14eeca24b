// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a task from the thread that submits it to the one that runs it, kept beside the task and not in a wrapper
 * around it: the application gets back from queues, handlers and hooks the very object that it put in.
 *
 * <p>An entry is weak and is taken when the task runs. One object that several units of work have submitted at the same time
 * is ambiguous, and then carries nothing rather than the wrong thing. Threads do not block; a submission costs some 800 ns.
 */
public final class Handover {
    private Handover() {}

    /** {@code task} has been handed to another thread in the course of {@code operation}. */
    public static void carry(Object task, Operation operation) {
        Object earlier = Associations.get(task, Carried.class);
        if (earlier == null) {
            earlier = Associations.putIfAbsent(task, new Carried(operation));
        }
        if (earlier instanceof Carried pending) {
            pending.submittedAgain(operation);
        }
    }

    /** What came with a task that is about to run; each submission is taken once. */
    public static @Nullable Operation take(Object task) {
        Carried carried = Associations.get(task, Carried.class);
        if (carried == null) {
            return null;
        }
        if (carried.decrementAndGet() <= 0) {
            Associations.remove(task, Carried.class);
        }
        return carried.operation();
    }

    /** What came with a task, which keeps it. */
    public static @Nullable Operation look(Object task) {
        Carried carried = Associations.get(task, Carried.class);
        return carried == null ? null : carried.operation();
    }

    /** The task will not run, or has run: what came with it is dropped. */
    public static void discard(Object task) {
        Associations.remove(task, Carried.class);
    }

    /** Counts the submissions that have not run yet. */
    private static final class Carried extends AtomicInteger {
        private static final long serialVersionUID = 1;

        private final transient Operation operation;
        private volatile boolean ambiguous;

        Carried(Operation operation) {
            super(1);
            this.operation = operation;
        }

        void submittedAgain(Operation again) {
            ambiguous |= again != operation;
            incrementAndGet();
        }

        @Nullable
        Operation operation() {
            return ambiguous ? null : operation;
        }
    }
}
