// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The headers as they are written, over HTTP/1.1 and HTTP/2. */
@Instrument(
        name = "okhttp",
        library = "OkHttp",
        types = {
            "okhttp3.internal.http1.Http1Codec",
            "okhttp3.internal.http1.Http1ExchangeCodec",
            "okhttp3.internal.http2.Http2Codec",
            "okhttp3.internal.http2.Http2ExchangeCodec"
        },
        methods = "writeRequestHeaders")
public final class AttemptHeaders {
    private AttemptHeaders() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object argument) {
        Attempt attempt = Attempt.current();
        return attempt != null && argument instanceof Request request ? attempt.withContext(request) : null;
    }
}
