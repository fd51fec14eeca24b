// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** A call that the application has enqueued. */
@Instrument(
        name = "okhttp",
        library = "OkHttp",
        types = {"okhttp3.RealCall$AsyncCall", "okhttp3.internal.connection.RealCall$AsyncCall"},
        methods = "<init>")
public final class QueuedCall {
    private QueuedCall() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object call) {
        Operation operation = Cursor.get().capture();
        if (operation != null) {
            Handover.carry(call, operation);
        }
    }
}
