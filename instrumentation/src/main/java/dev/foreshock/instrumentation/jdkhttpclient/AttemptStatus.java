// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.net.http.HttpHeaders;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The head of a response as it was read. */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.Response",
        methods = "<init>")
public final class AttemptStatus {
    private AttemptStatus() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request,
            @Advice.Argument(value = 3, optional = true, typing = DYNAMIC) @Nullable Object connection,
            @Advice.FieldValue("statusCode") int status,
            @Advice.FieldValue("headers") @Nullable HttpHeaders headers) {
        Attempt attempt = Attempt.of(request);
        if (attempt != null) {
            attempt.answered(status, headers, connection);
        }
    }
}
