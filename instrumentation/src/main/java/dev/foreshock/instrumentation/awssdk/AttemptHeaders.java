// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awssdk;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.handler.codec.http.HttpRequest;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The request as Netty is to write it. */
@Instrument(
        name = "aws-sdk",
        library = "AWS SDK 2, Netty client",
        types = "software.amazon.awssdk.http.nio.netty.internal.RequestAdapter",
        methods = "adapt")
public final class AttemptHeaders {
    private AttemptHeaders() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request,
            @Advice.Return(typing = DYNAMIC) @Nullable Object adapted) {
        Attempt attempt = Attempt.of(request);
        if (attempt != null && adapted instanceof HttpRequest written) {
            attempt.write(written.headers());
        }
    }
}
