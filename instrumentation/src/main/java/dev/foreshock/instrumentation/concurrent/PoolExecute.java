// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task handed to a thread pool. A lambda is wrapped where the queue is one that does not look at its elements. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ThreadPoolExecutor",
        methods = "execute")
public final class PoolExecute {
    private PoolExecute() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) ThreadPoolExecutor pool, @Advice.Argument(0) @Nullable Runnable task) {
        if (task == null || task instanceof CarriedRunnable) {
            return null;
        }
        Operation operation = Cursor.get().capture();
        if (operation == null) {
            return null;
        }
        if (CarriedRunnable.isPlainLambda(task) && isPlain(pool.getQueue())) {
            return new CarriedRunnable(task, operation);
        }
        Handover.carry(task, operation);
        return null;
    }

    private static boolean isPlain(BlockingQueue<Runnable> queue) {
        return queue instanceof LinkedBlockingQueue
                || queue instanceof SynchronousQueue
                || queue instanceof ArrayBlockingQueue
                || queue instanceof LinkedBlockingDeque
                || queue instanceof LinkedTransferQueue;
    }
}
