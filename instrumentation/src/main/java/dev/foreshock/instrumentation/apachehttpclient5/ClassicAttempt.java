// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.Attempts;
import dev.foreshock.instrumentation.http.OutboundCall;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One attempt of the classic client: inside the handlers that redirect, repeat and authenticate, with the connection to be had. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 5",
        types = "org.apache.hc.client5.http.impl.classic.ConnectExec",
        methods = "execute")
public final class ClassicAttempt {
    private ClassicAttempt() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable ClassicHttpRequest request,
            @Advice.Argument(1) ExecChain.@Nullable Scope scope) {
        if (request == null || scope == null) {
            return null;
        }
        Operation operation =
                OutboundCall.begin(new ChainRequest(request, scope.route), Attempts.next(scope.exchangeId));
        if (operation != null) {
            ChainRequest.noteTimeouts(operation, scope.clientContext);
            // Newer versions run the application's interceptors inside: what those call is no part of this attempt.
            OutboundCall.detach(operation);
            // For the lease of a connection, which knows nothing else of the attempt.
            Cursor.get().remember(scope.exchangeId, operation);
        }
        return operation;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Argument(1) ExecChain.@Nullable Scope scope,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Operation operation) {
            if (scope != null) {
                Cursor.get().forget(scope.exchangeId);
                ChainRequest.noteCertificate(operation, scope.clientContext);
            }
            if (answer instanceof HttpResponse response) {
                ChainRequest.noteRetryAfter(operation, response);
            }
            OutboundCall.end(operation, answer instanceof HttpResponse response ? response.getCode() : 0, thrown);
        }
    }
}
