// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/** A part of a response has been read, and what waits for it goes on, in the context of the call. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = {"reactor.netty.http.client.HttpClientOperations", "reactor.netty.http.client.WebsocketClientOperations"
        },
        methods = "onInboundNext(io.netty.channel.ChannelHandlerContext,java.lang.Object)")
public final class AttemptRead {
    private AttemptRead() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object exchange, @Advice.Argument(1) @Nullable Object part) {
        ClientCall call = exchange instanceof Connection connection ? ClientCall.of(connection.channel()) : null;
        if (call == null) {
            return null;
        }
        if (part instanceof HttpResponse response) {
            call.answered(response.status().code(), ((Connection) exchange).channel());
        }
        boolean last = part instanceof LastHttpContent && exchange instanceof Connection;
        return new Turn(call, call.resume(), last ? ((Connection) exchange).channel() : null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Turn turn) {
            Cursor.get().restore(turn.before);
            if (turn.idle != null) {
                // The connection may stay idle for long, or have been taken by somebody else already.
                turn.call.leave(turn.idle);
            }
        }
    }

    /** @param idle the channel, where this was the last part of the response */
    private record Turn(
            ClientCall call,
            Cursor.Resumption before,
            @Nullable Channel idle) {}
}
