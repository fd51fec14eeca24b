// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient4;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.HttpRoute;
import org.jspecify.annotations.Nullable;

/** An attempt from the wait for a connection on, inside of what redirects and repeats. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 4",
        types = {"org.apache.http.impl.execchain.MainClientExec", "org.apache.http.impl.execchain.MinimalClientExec"},
        methods = "execute",
        fromJava6 = true)
public final class AttemptRun {
    private AttemptRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable HttpRoute route,
            @Advice.Argument(1) @Nullable HttpRequestWrapper request,
            @Advice.Argument(2) @Nullable HttpClientContext context) {
        if (route == null || request == null || context == null) {
            return null;
        }
        Run run = Run.begin(route, request, context);
        if (run != null) {
            Cursor cursor = Cursor.get();
            cursor.remember(context, run);
            // For the lease of a connection, which knows of no context.
            cursor.remember(Run.class, run);
        }
        return run;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Argument(2) @Nullable HttpClientContext context,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Run run) {
            Cursor cursor = Cursor.get();
            cursor.forget(Run.class);
            if (context != null) {
                cursor.forget(context);
            }
            run.end(0, thrown);
        }
    }
}
