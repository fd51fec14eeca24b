// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientConfig;

/** Somebody subscribes to a request: the client makes its own object for this subscription first, and then the attempt. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = "reactor.netty.http.client.HttpClientConnect$MonoHttpConnect",
        methods = "subscribe")
public final class CallSubscribe {
    private CallSubscribe() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    @SuppressWarnings("unchecked")
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object request,
            @Advice.FieldValue(value = "config", typing = DYNAMIC) @Nullable Object config,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object subscriber) {
        Cursor cursor = Cursor.get();
        if (!(subscriber instanceof CoreSubscriber<?> actual) || (cursor.isSuppressed() && cursor.capture() == null)) {
            return null;
        }
        ClientCall call = new ClientCall(
                config instanceof HttpClientConfig known ? known : null, Associations.get(request, UrlTemplate.class));
        cursor.remember(ClientCall.class, call);
        return new CallSubscriber((CoreSubscriber<? super Connection>) actual, call);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit() {
        Cursor.get().forget(ClientCall.class);
    }
}
