// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/** The wait for a connection of the pool, with which an attempt of the asynchronous client begins; connecting comes after it. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 5",
        types = "org.apache.hc.client5.http.impl.async.InternalHttpAsyncExecRuntime",
        methods = "acquireEndpoint")
public final class AsyncLease {
    private AsyncLease() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 4, typing = DYNAMIC))
    public static @Nullable Object enter(
            @Advice.Argument(0) @Nullable String exchange,
            @Advice.Argument(4) @Nullable FutureCallback<AsyncExecRuntime> callback) {
        if (exchange == null || callback == null) {
            return null;
        }
        Operation operation = Cursor.get().recent(exchange, Operation.class);
        if (operation == null) {
            return null;
        }
        // Another connection that the attempt needs comes later: it is no wait before the call.
        Cursor.get().forget(exchange);
        operation.awaitConnection();
        return new LeaseCallback(operation, callback);
    }
}
