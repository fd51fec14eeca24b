// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.concurrent.CarriedCallable;
import java.util.concurrent.Callable;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task with a result that is put off on an event loop. */
@Instrument(
        name = "netty",
        library = "Netty event loops",
        fromJava6 = true,
        types = "io.netty.util.concurrent.AbstractScheduledEventExecutor",
        methods = "schedule(java.util.concurrent.Callable,long,java.util.concurrent.TimeUnit)")
public final class EventLoopCall {
    private EventLoopCall() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Callable<?> task) {
        if (task == null || task instanceof CarriedCallable) {
            return null;
        }
        Operation operation = Cursor.get().capture();
        return operation == null ? null : new CarriedCallable<>(task, operation);
    }
}
