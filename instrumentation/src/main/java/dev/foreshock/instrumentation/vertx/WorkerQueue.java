// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.vertx;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.concurrent.CarriedRunnable;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task in one of the queues that Vert.x drains one by one on a worker, whoever's task came first. */
@Instrument(
        name = "vertx",
        library = "Vert.x",
        types = "io.vertx.core.impl.TaskQueue",
        methods = "execute(java.lang.Runnable,java.util.concurrent.Executor)")
public final class WorkerQueue {
    private WorkerQueue() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Runnable task) {
        Operation operation = task == null ? null : Cursor.get().capture();
        if (task == null || operation == null) {
            return null;
        }
        if (CarriedRunnable.isPlainLambda(task)) {
            return new CarriedRunnable(task, operation);
        }
        Handover.carry(task, operation);
        return null;
    }
}
