// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpasyncclient;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.apachehttpclient4.WrappedRequest;
import dev.foreshock.instrumentation.http.AttemptChain;
import dev.foreshock.instrumentation.http.OutboundCall;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.HttpRoute;
import org.jspecify.annotations.Nullable;

/** One call under way: its attempts, and the context that it was made in, which its callbacks go on with. */
final class AsyncCall {
    private static final int FINAL = 200;

    private final AttemptChain attempts = new AttemptChain(DatabaseRequest.current());
    private final @Nullable Operation context = Cursor.get().capture();
    private @Nullable HttpHost target;
    private @Nullable RequestConfig config;
    private boolean sent;

    static @Nullable AsyncCall of(Object handler) {
        return Associations.get(handler, AsyncCall.class);
    }

    /** The call asks for a connection: before its first attempt, or since it cannot repeat the request on the one it has. */
    static void connect(Object handler, @Nullable Object route, @Nullable Object request, @Nullable Object settings) {
        AsyncCall call = of(handler);
        if (call == null) {
            Cursor cursor = Cursor.get();
            if (cursor.isSuppressed() && cursor.capture() == null) {
                return;
            }
            call = new AsyncCall();
            Associations.put(handler, call);
        } else if (!call.sent) {
            return;
        }
        if (route instanceof AtomicReference<?> known && known.get() instanceof HttpRoute to) {
            call.target = to.getTargetHost();
        }
        if (settings instanceof HttpClientContext known) {
            call.config = known.getRequestConfig();
        }
        if (request instanceof AtomicReference<?> known && known.get() instanceof HttpRequest next) {
            call.begin(next);
        }
    }

    private void begin(HttpRequest request) {
        HttpHost to = target;
        if (to == null) {
            return;
        }
        sent = false;
        Operation operation = attempts.prepare(new WrappedRequest(request, to));
        RequestConfig limits = config;
        if (operation != null && limits != null) {
            OutboundCall.timeouts(operation, limits.getConnectTimeout(), limits.getSocketTimeout());
        }
    }

    /** A request is about to be written; one to a proxy, to open a tunnel, is not the application's. */
    void send(HttpRequest request) {
        HttpHost to = target;
        if (to == null || request.getRequestLine().getMethod().equals("CONNECT")) {
            return;
        }
        if (sent) {
            begin(request);
        }
        sent = true;
        Operation operation = attempts.latest();
        if (operation != null && !operation.isEnded()) {
            OutboundCall.send(operation, new WrappedRequest(request, to));
        }
    }

    /** The head of a response has been read. */
    void answered(int status) {
        Operation operation = sent && status >= FINAL ? attempts.latest() : null;
        if (operation != null) {
            OutboundCall.end(operation, status, null);
        }
    }

    void failed(@Nullable Throwable thrown) {
        Operation operation = attempts.latest();
        if (operation != null) {
            OutboundCall.end(operation, 0, thrown);
        }
    }

    void cancelled() {
        Operation operation = attempts.latest();
        if (operation != null) {
            OutboundCall.cancelled(operation);
        }
    }

    /** The thread goes on with this call. Answers what it did before. */
    Cursor.Resumption resume() {
        return Cursor.get().attach(context);
    }
}
