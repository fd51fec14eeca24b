// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.concurrent.CarriedRunnable;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task handed to an event loop, or put off on one. Netty shows its queues to nobody, so that any task may be wrapped. */
@Instrument(
        name = "netty",
        library = "Netty event loops",
        fromJava6 = true,
        types = {
            "io.netty.util.concurrent.SingleThreadEventExecutor",
            "io.netty.util.concurrent.AbstractScheduledEventExecutor"
        },
        methods = {
            "execute(java.lang.Runnable)",
            "lazyExecute(java.lang.Runnable)",
            "schedule(java.lang.Runnable,long,java.util.concurrent.TimeUnit)"
        })
public final class EventLoopExecute {
    private EventLoopExecute() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Runnable task) {
        if (task == null || task instanceof CarriedRunnable) {
            return null;
        }
        Operation operation = Cursor.get().capture();
        return operation == null ? null : new CarriedRunnable(task, operation);
    }
}
