// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * One step of decoding, which yields parts of one request at most. The decoder passes them on before its next step, or before
 * it returns; until then this thread serves that request.
 */
@Instrument(
        name = "netty",
        library = "Netty HTTP server",
        fromJava6 = true,
        types = "io.netty.handler.codec.http.HttpObjectDecoder",
        methods = "decode(io.netty.channel.ChannelHandlerContext,io.netty.buffer.ByteBuf,java.util.List)")
public final class RequestDecode {
    private RequestDecode() {}

    @Advice.OnMethodEnter(inline = false)
    public static int enter(
            @Advice.This(typing = DYNAMIC) Object decoder,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(2) List<Object> decoded) {
        if (!(decoder instanceof HttpRequestDecoder)) {
            return -1;
        }
        ChannelRequests requests = ChannelRequests.of(context.channel());
        if (requests != null) {
            requests.leave();
        }
        return decoded.size();
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Enter int before,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(2) List<Object> decoded) {
        if (before < 0 || decoded.size() <= before) {
            return;
        }
        if (decoded.get(before) instanceof HttpRequest request) {
            ChannelRequests.begin(context.channel(), request);
            return;
        }
        ChannelRequests requests = ChannelRequests.of(context.channel());
        if (requests != null) {
            requests.resume();
        }
    }
}
