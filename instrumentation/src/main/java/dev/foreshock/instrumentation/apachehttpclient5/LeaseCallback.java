// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/** Stands before the callback of one lease. */
final class LeaseCallback implements FutureCallback<AsyncExecRuntime> {
    private final Operation operation;
    private final FutureCallback<AsyncExecRuntime> next;

    LeaseCallback(Operation operation, FutureCallback<AsyncExecRuntime> next) {
        this.operation = operation;
        this.next = next;
    }

    @Override
    public void completed(@Nullable AsyncExecRuntime runtime) {
        OutboundCall.leased(operation, true);
        next.completed(runtime);
    }

    @Override
    public void failed(@Nullable Exception cause) {
        OutboundCall.leased(operation, false);
        next.failed(cause);
    }

    @Override
    public void cancelled() {
        OutboundCall.leased(operation, false);
        next.cancelled();
    }
}
