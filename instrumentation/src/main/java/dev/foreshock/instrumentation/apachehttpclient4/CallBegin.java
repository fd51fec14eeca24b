// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient4;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.Attempts;
import net.bytebuddy.asm.Advice;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** A call of the application's, with a context that it may have used for an earlier call. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 4",
        types = "org.apache.http.impl.client.InternalHttpClient",
        methods = "doExecute",
        fromJava6 = true)
public final class CallBegin {
    private CallBegin() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(2) @Nullable HttpContext context) {
        if (context != null) {
            Attempts.forget(context);
        }
    }
}
