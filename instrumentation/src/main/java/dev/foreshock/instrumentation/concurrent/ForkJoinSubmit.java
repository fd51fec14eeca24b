// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task handed to a fork/join pool, which never shows it to anybody again: it is wrapped, unless it is a fork/join
 * task already. An executor that only delays hands its tasks on to a pool that may show them. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = {"java.util.concurrent.ForkJoinPool", "java.util.concurrent.CompletableFuture$DelayedExecutor"},
        methods = {"execute", "submit", "invoke", "invokeAll", "invokeAny", "schedule"})
public final class ForkJoinSubmit {
    private ForkJoinSubmit() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object task) {

        if (task == null || isContinuation(task)) {
            return null;
        }
        Operation operation = Cursor.get().capture();
        if (operation == null) {
            return null;
        }
        if (task instanceof ForkJoinTask) {
            Handover.carry(task, operation);
            return null;
        }
        if (task instanceof Runnable runnable) {
            if (!(pool instanceof ForkJoinPool) && !CarriedRunnable.isPlainLambda(runnable)) {
                Handover.carry(task, operation);
                return null;
            }
            return new CarriedRunnable(runnable, operation);
        }
        if (task instanceof Callable<?> callable) {
            return new CarriedCallable<>(callable, operation);
        }
        return task instanceof Collection<?> tasks ? CarriedCallable.all(tasks, operation) : null;
    }

    /** A virtual thread that goes on: its scheduler is a fork/join pool too, and what unparked the thread is none of its business. */
    private static boolean isContinuation(Object task) {
        Class<?> type = task.getClass();
        return type.isHidden() && type.getModule() == Object.class.getModule();
    }
}
