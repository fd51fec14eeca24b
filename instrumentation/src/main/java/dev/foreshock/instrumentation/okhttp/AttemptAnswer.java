// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The head of the response, before a network interceptor of the application's reads the body. */
@Instrument(
        name = "okhttp",
        library = "OkHttp",
        types = "okhttp3.internal.http.CallServerInterceptor",
        methods = "intercept")
public final class AttemptAnswer {
    private AttemptAnswer() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(typing = DYNAMIC) @Nullable Object returned) {
        Attempt attempt = returned == null ? null : Attempt.current();
        if (attempt != null && returned instanceof Response response) {
            attempt.answered(response);
        }
    }
}
