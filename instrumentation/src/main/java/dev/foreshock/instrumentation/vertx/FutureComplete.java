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

/** A future is complete, on whichever thread; those who have waited for it go on in the context that they waited in. */
@Instrument(
        name = "vertx",
        library = "Vert.x futures",
        types = "io.vertx.core.impl.future.FutureBase",
        methods = {
            "emitSuccess",
            "emitFailure",
            "emitResult(java.lang.Object,java.lang.Throwable,io.vertx.core.Completable)"
        })
public final class FutureComplete {
    private FutureComplete() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object future) {
        Operation operation = Handover.look(future);
        Cursor cursor = Cursor.get();
        return operation == null || cursor.current() == operation ? null : cursor.attach(operation);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This(typing = DYNAMIC) Object future, @Advice.Enter @Nullable Object entered) {
        Handover.discard(future);
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
