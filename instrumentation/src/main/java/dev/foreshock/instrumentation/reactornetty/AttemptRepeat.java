// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The client asks itself after an attempt that was not answered, or was redirected, whether to make another one. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = "reactor.netty.http.client.HttpClientConnect$HttpClientHandler",
        methods = "test(java.lang.Throwable)")
public final class AttemptRepeat {
    private AttemptRepeat() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object handler, @Advice.Argument(0) @Nullable Throwable thrown) {
        ClientCall call = Associations.get(handler, ClientCall.class);
        if (call != null) {
            // That of a redirect comes after the head of the response, and changes nothing any more.
            call.end(thrown);
        }
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object handler,
            @Advice.FieldValue(value = "toURI", typing = DYNAMIC) @Nullable Object uri,
            @Advice.FieldValue(value = "method", typing = DYNAMIC) @Nullable Object method,
            @Advice.Return boolean again) {
        ClientCall call = again ? Associations.get(handler, ClientCall.class) : null;
        if (call != null && uri != null && method != null) {
            call.begin(uri.toString(), method.toString());
        }
    }
}
