// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.coroutines;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.concurrent.CarriedRunnable;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A plain task for a dispatcher that is used as an executor. */
@Instrument(
        name = "kotlinx-coroutines",
        library = "Kotlin coroutines",
        types = {
            "kotlinx.coroutines.DispatcherExecutor",
            "kotlinx.coroutines.scheduling.CoroutineScheduler",
            "kotlinx.coroutines.scheduling.DefaultIoScheduler",
            "kotlinx.coroutines.scheduling.LimitingDispatcher"
        },
        methods = "execute(java.lang.Runnable)")
public final class DispatcherExecute {
    private DispatcherExecute() {}

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
