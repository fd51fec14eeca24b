// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** One attempt: connecting, the application's network interceptors, and the exchange. */
@Instrument(
        name = "okhttp",
        library = "OkHttp",
        types = "okhttp3.internal.connection.ConnectInterceptor",
        methods = "intercept")
public final class AttemptConnect {
    private AttemptConnect() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object argument) {
        return argument instanceof Interceptor.Chain chain ? Attempt.begin(chain) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun, @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Attempt attempt) {
            attempt.over(thrown);
        }
    }
}
