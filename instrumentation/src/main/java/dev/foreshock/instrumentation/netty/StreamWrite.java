// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Headers;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A frame of a response. The request is over with the last one. */
@Instrument(
        name = "netty",
        library = "Netty HTTP/2 server",
        fromJava6 = true,
        types = "io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder",
        methods = {"writeHeaders", "writeData"})
public final class StreamWrite {
    private static final int AFTER_LAST = 2;

    private StreamWrite() {}

    /** The last but one argument says whether the frame is the last one, whichever overload it is. */
    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.AllArguments @Nullable Object[] frame) {
        StreamRequests requests = frame.length > AFTER_LAST && frame[0] instanceof ChannelHandlerContext context
                ? StreamRequests.of(context.channel())
                : null;
        if (requests == null || !(frame[1] instanceof Integer stream)) {
            return;
        }
        if (frame[2] instanceof Http2Headers headers && headers.status() != null) {
            requests.answering(stream, status(headers.status()));
        }
        if (Boolean.TRUE.equals(frame[frame.length - AFTER_LAST])) {
            requests.over(stream);
        }
    }

    private static int status(CharSequence text) {
        int status = 0;
        for (int i = 0; i < text.length() && i < 3; i++) {
            status = status * 10 + text.charAt(i) - '0';
        }
        return status;
    }
}
