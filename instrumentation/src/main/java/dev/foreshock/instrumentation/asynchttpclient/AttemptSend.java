// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.asynchttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.Request;
import org.asynchttpclient.netty.NettyResponseFuture;
import org.jspecify.annotations.Nullable;

/** One attempt, before it waits for a connection: what is made anew for each redirect, challenge and retry. */
@Instrument(
        name = "async-http-client",
        library = "AsyncHttpClient",
        types = "org.asynchttpclient.netty.request.NettyRequestSender",
        methods = "newNettyRequestAndResponseFuture")
public final class AttemptSend {
    private AttemptSend() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request,
            @Advice.FieldValue(value = "config", typing = DYNAMIC) @Nullable Object config,
            @Advice.Return(typing = DYNAMIC) @Nullable Object future) {
        if (request instanceof Request sent && future instanceof NettyResponseFuture<?> call) {
            Call.begin(call, sent, config instanceof AsyncHttpClientConfig known ? known : null);
        }
    }
}
