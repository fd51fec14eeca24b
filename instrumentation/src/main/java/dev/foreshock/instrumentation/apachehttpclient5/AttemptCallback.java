// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/** Stands before the callback of one attempt. */
final class AttemptCallback implements AsyncExecCallback {
    private final Operation operation;
    private final HttpClientContext context;
    private final AsyncExecCallback next;

    AttemptCallback(Operation operation, HttpClientContext context, AsyncExecCallback next) {
        this.operation = operation;
        this.context = context;
        this.next = next;
    }

    /** The handler did not even start. */
    void threw(Throwable thrown) {
        OutboundCall.end(operation, 0, thrown);
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entity)
            throws HttpException, IOException {
        ChainRequest.noteCertificate(operation, context);
        ChainRequest.noteRetryAfter(operation, response);
        OutboundCall.end(operation, response.getCode(), null);
        return next.handleResponse(response, entity);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        next.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        OutboundCall.end(operation, 0, null);
        next.completed();
    }

    @Override
    public void failed(Exception cause) {
        OutboundCall.end(operation, 0, cause);
        next.failed(cause);
    }
}
