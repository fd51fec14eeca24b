// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** An exception on its way through a pipeline: a connection that was reset, a read that took too long. */
@Instrument(
        name = "netty",
        library = "Netty HTTP client",
        fromJava6 = true,
        types = {"io.netty.channel.AbstractChannelHandlerContext", "io.netty.channel.DefaultChannelPipeline"},
        methods = "fireExceptionCaught(java.lang.Throwable)")
public final class CallException {
    private CallException() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object where, @Advice.Argument(0) @Nullable Throwable thrown) {
        Channel channel = where instanceof ChannelHandlerContext context
                ? context.channel()
                : where instanceof ChannelPipeline pipeline ? pipeline.channel() : null;
        ChannelCalls calls = channel == null ? null : ChannelCalls.of(channel);
        if (calls != null
                && thrown != null
                && channel != null
                && channel.eventLoop().inEventLoop()) {
            calls.threw(thrown);
        }
    }
}
