// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is given up: timed out, or cancelled by the application. What its future fails with afterwards is whatever
 * the closed connection makes of it.
 */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.Exchange",
        methods = "cancel")
public final class AttemptCancel {
    private AttemptCancel() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.FieldValue(value = "request", typing = DYNAMIC) @Nullable Object request,
            @Advice.Argument(value = 0, optional = true, typing = DYNAMIC) @Nullable Object cause) {
        Attempt attempt = Attempt.of(request);
        if (attempt != null) {
            attempt.givenUp(cause instanceof Throwable thrown ? thrown : null);
        }
    }
}
