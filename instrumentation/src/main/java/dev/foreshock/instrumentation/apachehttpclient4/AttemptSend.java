// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient4;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The exchange of a request and the head of its response on a connection. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 4",
        types = "org.apache.http.protocol.HttpRequestExecutor",
        methods = "execute",
        fromJava6 = true)
public final class AttemptSend {
    private AttemptSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable HttpRequest request, @Advice.Argument(2) @Nullable HttpContext context) {
        Run run = context == null ? null : Cursor.get().recent(context, Run.class);
        return run != null && run.send(request) ? run : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object connection,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer) {
        // What is thrown goes on to the run, which may close the connection and throw something else.
        if (entered instanceof Run run && answer instanceof HttpResponse response) {
            run.noteCertificate(connection);
            run.end(response.getStatusLine().getStatusCode(), null);
        }
    }
}
