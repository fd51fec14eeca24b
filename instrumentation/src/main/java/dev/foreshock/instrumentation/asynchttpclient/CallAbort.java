// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.asynchttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A call that has failed or is given up: what is thrown comes first, a cancelled one has none. */
@Instrument(
        name = "async-http-client",
        library = "AsyncHttpClient",
        types = "org.asynchttpclient.netty.NettyResponseFuture",
        methods = {"abort", "cancel"})
public final class CallAbort {
    private CallAbort() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object future,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object cause) {
        if (cause instanceof Throwable thrown) {
            Call.failed(future, thrown);
        } else {
            Call.cancelled(future);
        }
    }
}
