// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A part of a response on its way out. The request is over when the last one has been encoded. */
@Instrument(
        name = "netty",
        library = "Netty HTTP server",
        fromJava6 = true,
        types = "io.netty.handler.codec.http.HttpObjectEncoder",
        methods = "encode(io.netty.channel.ChannelHandlerContext,java.lang.Object,java.util.List)")
public final class ResponseEncode {
    private static final int SWITCHING_PROTOCOLS = 101;

    private ResponseEncode() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(0) ChannelHandlerContext context, @Advice.Argument(1) @Nullable Object part) {
        HttpResponse head = part instanceof HttpResponse response ? response : null;
        boolean last = part instanceof LastHttpContent;
        ChannelRequests requests = head != null || last ? ChannelRequests.of(context.channel()) : null;
        if (requests == null) {
            return;
        }
        if (head != null && isUpgrade(head)) {
            requests.upgraded(context.channel());
        } else if (head != null) {
            requests.answering(head.status().code());
        }
        if (last) {
            requests.answered();
        }
    }

    /** To HTTP/2 in clear text, which answers the request that asks for it on its first stream. */
    private static boolean isUpgrade(HttpResponse head) {
        return head.status().code() == SWITCHING_PROTOCOLS
                && "h2c".equalsIgnoreCase(head.headers().get("upgrade"));
    }
}
