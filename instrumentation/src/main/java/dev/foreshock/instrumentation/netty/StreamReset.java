// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import net.bytebuddy.asm.Advice;

/** A stream is given up before its end, by one side or the other. */
@Instrument(
        name = "netty",
        library = "Netty HTTP/2 server",
        fromJava6 = true,
        types = {
            "io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder$FrameReadListener",
            "io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder"
        },
        methods = {"onRstStreamRead", "writeRstStream"})
public final class StreamReset {
    private StreamReset() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Argument(0) ChannelHandlerContext context, @Advice.Argument(1) int stream) {
        StreamRequests requests = StreamRequests.of(context.channel());
        if (requests != null) {
            requests.over(stream);
        }
    }
}
