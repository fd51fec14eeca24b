// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpasyncclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The I/O thread takes the next request of a call, to write it. */
@Instrument(
        name = "apache-httpasyncclient",
        library = "Apache HttpAsyncClient 4.1",
        fromJava6 = true,
        types = {
            "org.apache.http.impl.nio.client.DefaultClientExchangeHandlerImpl",
            "org.apache.http.impl.nio.client.MinimalClientExchangeHandlerImpl"
        },
        methods = "generateRequest")
public final class CallSend {
    private CallSend() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object handler, @Advice.Return(typing = DYNAMIC) @Nullable Object request) {
        AsyncCall call = request instanceof HttpRequest ? AsyncCall.of(handler) : null;
        if (call != null && request instanceof HttpRequest written) {
            call.send(written);
        }
    }
}
