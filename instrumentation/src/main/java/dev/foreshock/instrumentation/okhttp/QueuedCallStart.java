// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * An enqueued call that is handed to the executor. Where the limits of the dispatcher had kept it waiting, that is done by the
 * thread of whatever call has just ended, which belongs to another request.
 */
@Instrument(
        name = "okhttp",
        library = "OkHttp",
        types = {"okhttp3.RealCall$AsyncCall", "okhttp3.internal.connection.RealCall$AsyncCall"},
        methods = "executeOn")
public final class QueuedCallStart {
    private QueuedCallStart() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This(typing = DYNAMIC) Object call) {
        return Cursor.get().attach(Handover.take(call));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
