// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A virtual thread. Its class starts itself and must not be woven, so its task is wrapped where it is created. */
@Instrument(
        name = "executors",
        library = "java.lang.Thread",
        types = "java.lang.ThreadBuilders",
        methods = "newVirtualThread")
public final class VirtualThreadCreate {
    private VirtualThreadCreate() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 3, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(3) @Nullable Runnable task) {
        if (task == null) {
            return null;
        }
        Operation operation = Cursor.get().capture();
        return operation == null ? null : new CarriedRunnable(task, operation);
    }
}
