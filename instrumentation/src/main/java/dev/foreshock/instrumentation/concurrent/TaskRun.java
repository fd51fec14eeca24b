// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A task that carries its context beside it and is run by an executor that is not woven, or by fork/join. One that carries none ends
 * what it has begun itself and nobody delimits: its thread goes on with the tasks of others.
 */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = {
            "java.util.concurrent.FutureTask",
            "java.util.concurrent.ForkJoinTask",
            "java.util.concurrent.CompletableFuture$AsyncRun",
            "java.util.concurrent.CompletableFuture$AsyncSupply"
        },
        methods = {"run", "doExec"})
public final class TaskRun {
    /** The thread runs the task in the middle of something else, such as a wait for another one: that goes on afterwards. */
    private static final Object WITHIN_A_UNIT = "within a unit";

    private TaskRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object task) {
        Object before = Attachment.take(task);
        if (before != null) {
            return before;
        }
        Cursor cursor = Cursor.peek();
        return cursor != null && cursor.isUnitOpen() ? WITHIN_A_UNIT : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered == null) {
            Cursor cursor = Cursor.peek();
            if (cursor != null) {
                cursor.endOpenEnded();
            }
        } else {
            Attachment.end(entered);
        }
    }
}
