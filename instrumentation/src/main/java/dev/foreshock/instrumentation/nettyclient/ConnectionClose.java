// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import net.bytebuddy.asm.Advice;

/** This side closes a connection; where the other one does, Netty does not come by here. */
@Instrument(
        name = "netty",
        library = "Netty HTTP client",
        fromJava6 = true,
        types = "io.netty.channel.DefaultChannelPipeline$HeadContext",
        methods = "close")
public final class ConnectionClose {
    private ConnectionClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) ChannelHandlerContext context) {
        ChannelCalls calls = ChannelCalls.of(context.channel());
        if (calls != null) {
            calls.closing();
        }
    }
}
