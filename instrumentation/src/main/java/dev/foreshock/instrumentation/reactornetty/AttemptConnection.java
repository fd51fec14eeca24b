// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/** An attempt has got its connection. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = "reactor.netty.http.client.HttpClientConnect$HttpClientHandler",
        methods = "channel")
public final class AttemptConnection {
    private AttemptConnection() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object handler,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object exchange) {
        ClientCall call = Associations.get(handler, ClientCall.class);
        if (call != null && exchange instanceof Connection connection) {
            call.connected(connection.channel());
        }
    }
}
