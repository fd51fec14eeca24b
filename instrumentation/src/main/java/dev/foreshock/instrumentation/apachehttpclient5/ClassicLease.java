// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The wait for a connection of the pool, with which an attempt of the classic client begins; connecting comes after it. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 5",
        types = "org.apache.hc.client5.http.impl.classic.InternalExecRuntime",
        methods = "acquireEndpoint")
public final class ClassicLease {
    private ClassicLease() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable String exchange) {
        Operation operation = exchange == null ? null : Cursor.get().recent(exchange, Operation.class);
        if (operation != null) {
            operation.awaitConnection();
        }
        return operation;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object waiting,
            @Advice.Argument(0) @Nullable String exchange,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (waiting instanceof Operation operation) {
            OutboundCall.leased(operation, thrown == null);
            if (exchange != null) {
                // Another connection that the attempt needs comes later: it is no wait before the call.
                Cursor.get().forget(exchange);
            }
        }
    }
}
