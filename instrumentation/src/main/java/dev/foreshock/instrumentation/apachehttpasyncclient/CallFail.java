// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpasyncclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A call has failed, was cancelled, or is over without anybody having told it why. */
@Instrument(
        name = "apache-httpasyncclient",
        library = "Apache HttpAsyncClient 4.1",
        fromJava6 = true,
        types = "org.apache.http.impl.nio.client.AbstractClientExchangeHandler",
        methods = {"failed", "cancel", "close"})
public final class CallFail {
    private CallFail() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object handler, @Advice.AllArguments @Nullable Object[] told) {
        AsyncCall call = AsyncCall.of(handler);
        if (call == null) {
            return null;
        }
        if (told.length == 1 && told[0] instanceof Throwable thrown) {
            call.failed(thrown);
        } else {
            call.cancelled();
        }
        return call.resume();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
