// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awssdk;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.nio.netty.internal.RequestContext;

/** One attempt, before it waits for a connection of the pool. */
@Instrument(
        name = "aws-sdk",
        library = "AWS SDK 2, Netty client",
        types = "software.amazon.awssdk.http.nio.netty.internal.NettyRequestExecutor",
        methods = "execute")
public final class AttemptSend {
    private AttemptSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "context", typing = DYNAMIC) @Nullable Object context) {
        return context instanceof RequestContext known ? Attempt.begin(known) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Attempt attempt) {
            attempt.sent(response instanceof CompletableFuture<?> future ? future : null, thrown);
        }
    }
}
