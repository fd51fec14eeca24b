// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpasyncclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A call is told its response: the head, parts of the body, the end. What waits for it goes on in the context of the call. */
@Instrument(
        name = "apache-httpasyncclient",
        library = "Apache HttpAsyncClient 4.1",
        fromJava6 = true,
        types = {
            "org.apache.http.impl.nio.client.DefaultClientExchangeHandlerImpl",
            "org.apache.http.impl.nio.client.MinimalClientExchangeHandlerImpl"
        },
        methods = {"responseReceived", "consumeContent", "responseCompleted"})
public final class CallAnswer {
    private CallAnswer() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object handler, @Advice.AllArguments @Nullable Object[] told) {
        AsyncCall call = AsyncCall.of(handler);
        if (call == null) {
            return null;
        }
        if (told.length == 1 && told[0] instanceof HttpResponse response) {
            call.answered(response.getStatusLine().getStatusCode());
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
