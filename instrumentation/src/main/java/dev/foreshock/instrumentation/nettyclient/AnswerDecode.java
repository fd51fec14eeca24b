// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * One step of decoding, which yields parts of one response at most. They are passed on before the next step, or before the
 * decoder returns; until then this thread is in the course of the call.
 */
@Instrument(
        name = "netty",
        library = "Netty HTTP client",
        fromJava6 = true,
        types = "io.netty.handler.codec.http.HttpObjectDecoder",
        methods = "decode(io.netty.channel.ChannelHandlerContext,io.netty.buffer.ByteBuf,java.util.List)")
public final class AnswerDecode {
    private AnswerDecode() {}

    @Advice.OnMethodEnter(inline = false)
    public static int enter(
            @Advice.This(typing = DYNAMIC) Object decoder,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(2) List<Object> decoded) {
        ChannelCalls calls = decoder instanceof HttpResponseDecoder ? ChannelCalls.of(context.channel()) : null;
        if (calls == null) {
            return -1;
        }
        calls.leave();
        return decoded.size();
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Enter int before,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(2) List<Object> decoded) {
        ChannelCalls calls = before < 0 || decoded.size() <= before ? null : ChannelCalls.of(context.channel());
        if (calls == null) {
            return;
        }
        if (decoded.get(before) instanceof HttpResponse response) {
            calls.answered(response.status().code(), context.channel());
        }
        calls.resume(decoded.get(decoded.size() - 1) instanceof LastHttpContent);
    }
}
