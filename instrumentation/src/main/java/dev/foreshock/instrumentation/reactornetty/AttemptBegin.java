// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The first attempt of a subscription, before it waits for a connection. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = "reactor.netty.http.client.HttpClientConnect$HttpClientHandler",
        methods = "<init>")
public final class AttemptBegin {
    private AttemptBegin() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object handler,
            @Advice.FieldValue(value = "toURI", typing = DYNAMIC) @Nullable Object uri,
            @Advice.FieldValue(value = "method", typing = DYNAMIC) @Nullable Object method) {
        Cursor cursor = Cursor.get();
        ClientCall call = cursor.recent(ClientCall.class, ClientCall.class);
        if (call != null && uri != null && method != null) {
            cursor.forget(ClientCall.class);
            Associations.put(handler, call);
            call.begin(uri.toString(), method.toString());
        }
    }
}
