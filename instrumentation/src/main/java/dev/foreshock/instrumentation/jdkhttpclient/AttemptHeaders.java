// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.net.http.HttpHeaders;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application's own headers, where the client reads them to send them, over HTTP/1.1 and HTTP/2. */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.HttpRequestImpl",
        methods = "getUserHeaders")
public final class AttemptHeaders {
    private AttemptHeaders() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned(typing = DYNAMIC)
    public static @Nullable Object exit(
            @Advice.This(typing = DYNAMIC) Object request, @Advice.Return(typing = DYNAMIC) @Nullable Object headers) {
        Attempt attempt = Attempt.of(request);
        return attempt != null && headers instanceof HttpHeaders own ? attempt.withContext(own) : headers;
    }
}
