// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Headers;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a request: the head, a part of the body, or trailers. Whatever is built upon the codec (streams as channels,
 * HTTP/1.1 objects, the handlers of a framework) is called before this returns.
 */
@Instrument(
        name = "netty",
        library = "Netty HTTP/2 server",
        fromJava6 = true,
        types = "io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder$FrameReadListener",
        methods = {"onHeadersRead", "onDataRead"})
public final class StreamRead {
    private StreamRead() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(1) int stream,
            @Advice.Argument(value = 2, typing = DYNAMIC) @Nullable Object content) {
        // gRPC's calls are recorded as such, and its own headers do not answer what they are asked.
        if (StreamRequests.isOfGrpc(context.handler())) {
            return null;
        }
        if (content instanceof Http2Headers headers && headers.method() != null) {
            RequestUnit begun =
                    StreamRequests.make(context.channel()).begin(stream, new StreamRequest(context.channel(), headers));
            return begun == null ? null : new Turn(begun, null);
        }
        StreamRequests requests = StreamRequests.of(context.channel());
        RequestUnit unit = requests == null ? null : requests.open(stream);
        return unit == null || unit.isOver() ? null : new Turn(unit, unit.resume());
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
