// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.vertx;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A blocking task of Vert.x' own, which its queue asks for its class and so must not be wrapped. */
@Instrument(name = "vertx", library = "Vert.x", types = "io.vertx.core.impl.WorkerTask", methods = "run()")
public final class WorkerRun {
    private WorkerRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object task) {
        Operation operation = Handover.take(task);
        return operation == null ? null : Cursor.get().attach(operation);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
