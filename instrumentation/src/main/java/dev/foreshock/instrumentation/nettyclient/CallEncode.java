// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The head of a request on its way out. */
@Instrument(
        name = "netty",
        library = "Netty HTTP client",
        fromJava6 = true,
        types = "io.netty.handler.codec.http.HttpObjectEncoder",
        methods = "encode(io.netty.channel.ChannelHandlerContext,java.lang.Object,java.util.List)")
public final class CallEncode {
    private CallEncode() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object encoder,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(1) @Nullable Object part) {
        return part instanceof HttpRequest request && encoder instanceof HttpRequestEncoder
                ? ChannelCalls.begin(context.channel(), request)
                : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Call call) {
            call.encoded(thrown);
        }
    }
}
