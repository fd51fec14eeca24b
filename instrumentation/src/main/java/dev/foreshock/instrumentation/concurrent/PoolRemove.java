// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Lets a pool find a lambda that was wrapped, and forgets what came with a task that will not run. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ThreadPoolExecutor",
        methods = "remove")
public final class PoolRemove {
    private PoolRemove() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Runnable task) {
        return task != null && CarriedRunnable.isPlainLambda(task) ? new CarriedRunnable(task, null) : null;
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Argument(0) @Nullable Runnable task, @Advice.Return boolean removed) {
        if (removed && task != null) {
            Handover.discard(CarriedRunnable.unwrap(task));
        }
    }
}
