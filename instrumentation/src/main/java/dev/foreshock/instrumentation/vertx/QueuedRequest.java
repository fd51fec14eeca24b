// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.vertx;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import dev.foreshock.instrumentation.netty.ChannelRequests;
import io.netty.channel.ChannelHandlerContext;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request that came before the one ahead of it was answered: it has waited until now, and its own decoding is long over. */
@Instrument(
        name = "netty",
        library = "Vert.x HTTP server",
        types = {"io.vertx.core.http.impl.Http1xServerConnection", "io.vertx.core.http.impl.http1.Http1ServerConnection"
        },
        methods = "handleNext")
public final class QueuedRequest {
    private QueuedRequest() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "chctx", typing = DYNAMIC) @Nullable Object handler) {
        RequestUnit unit =
                handler instanceof ChannelHandlerContext context ? ChannelRequests.next(context.channel()) : null;
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
