// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awssdk;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AttributeKey;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.nio.netty.internal.RequestContext;

/** The head of a response. */
@Instrument(
        name = "aws-sdk",
        library = "AWS SDK 2, Netty client",
        types = "software.amazon.awssdk.http.nio.netty.internal.ResponseHandler",
        methods = "channelRead0(io.netty.channel.ChannelHandlerContext,io.netty.handler.codec.http.HttpObject)")
public final class AttemptHead {
    private static final String CONTEXT = "aws.http.nio.netty.async.requestContext";

    private AttemptHead() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object handler,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object message) {
        if (!(message instanceof HttpResponse response) || !(handler instanceof ChannelHandlerContext context)) {
            return;
        }
        Object known =
                context.channel().attr(AttributeKey.<Object>valueOf(CONTEXT)).get();
        Attempt attempt = known instanceof RequestContext request
                ? Attempt.of(request.executeRequest().request())
                : null;
        if (attempt != null) {
            attempt.answered(response.status().code(), context.channel());
        }
    }
}
