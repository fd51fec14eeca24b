// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.AttemptChain;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** One attempt of the asynchronous client, over HTTP/1.1 and HTTP/2; it is told of its end before the handlers around it are. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 5",
        types = "org.apache.hc.client5.http.impl.async.AsyncConnectExec",
        methods = "execute")
public final class AsyncAttempt {
    private AsyncAttempt() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 4, typing = DYNAMIC))
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable HttpRequest request,
            @Advice.Argument(2) AsyncExecChain.@Nullable Scope scope,
            @Advice.Argument(4) @Nullable AsyncExecCallback callback) {
        if (request == null || scope == null || callback == null) {
            return null;
        }
        // The call's future: it is what the application cancels.
        Object call = scope.cancellableDependency;
        AttemptChain chain = Associations.get(call, AttemptChain.class);
        if (chain == null) {
            chain = new AttemptChain(DatabaseRequest.current());
            Associations.put(call, chain);
        }
        Operation operation = chain.begin(new ChainRequest(request, scope.route));
        if (operation == null) {
            return null;
        }
        ChainRequest.noteTimeouts(operation, scope.clientContext);
        // For the lease of a connection, which knows nothing else of the attempt and begins before this returns.
        Cursor.get().remember(scope.exchangeId, operation);
        return new AttemptCallback(operation, scope.clientContext, callback);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Argument(2) AsyncExecChain.@Nullable Scope scope,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun != null && scope != null) {
            Cursor.get().forget(scope.exchangeId);
        }
        if (thrown != null && begun instanceof AttemptCallback callback) {
            callback.threw(thrown);
        }
    }
}
