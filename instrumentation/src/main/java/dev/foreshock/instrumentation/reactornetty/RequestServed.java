// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import dev.foreshock.instrumentation.netty.ChannelRequests;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerState;

/**
 * The handler is called. A request that came in before the answer to the one before it was written to its end waits until then,
 * and is served after its own decoding is over: a client that has all the bytes that it was promised does not wait for more.
 */
@Instrument(
        name = "netty",
        library = "Reactor Netty",
        types = "reactor.netty.http.server.HttpServer$HttpServerHandle",
        methods = "onStateChange")
public final class RequestServed {
    private RequestServed() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable Connection connection, @Advice.Argument(1) @Nullable Object state) {
        if (connection == null || state != HttpServerState.REQUEST_RECEIVED) {
            return null;
        }
        RequestUnit unit = ChannelRequests.next(connection.channel());
        if (unit == null || unit.isOver() || unit.isServedHere()) {
            return null;
        }
        return new Turn(unit, unit.resume());
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Turn turn) {
            turn.unit.leave(turn.before);
        }
    }

    /** The time that this thread gives to the request. */
    private record Turn(RequestUnit unit, Cursor.@Nullable Resumption before) {}
}
