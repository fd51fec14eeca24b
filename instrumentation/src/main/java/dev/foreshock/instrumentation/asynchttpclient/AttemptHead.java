// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.asynchttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponse;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The head of a response, before it is looked at for a redirect or a challenge. */
@Instrument(
        name = "async-http-client",
        library = "AsyncHttpClient",
        types = "org.asynchttpclient.netty.handler.HttpHandler",
        methods = "handleHttpResponse")
public final class AttemptHead {
    private AttemptHead() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object head,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object channel,
            @Advice.Argument(value = 2, typing = DYNAMIC) @Nullable Object future) {
        if (future != null && head instanceof HttpResponse response) {
            Call.answered(future, response.status().code(), channel instanceof Channel known ? known : null);
        }
    }
}
