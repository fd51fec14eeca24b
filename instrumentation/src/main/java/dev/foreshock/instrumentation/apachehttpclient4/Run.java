// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient4;

import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.Attempts;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.http.PeerCertificate;
import javax.net.ssl.SSLSession;
import org.apache.http.HttpRequest;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.jspecify.annotations.Nullable;

/** One run of the client on one connection: an attempt, and another one for each challenge that is answered there. */
final class Run {
    private final WrappedRequest request;
    private final HttpClientContext context;
    private @Nullable Operation operation;
    private boolean leased;
    private boolean sent;

    private Run(WrappedRequest request, HttpClientContext context) {
        this.request = request;
        this.context = context;
    }

    static @Nullable Run begin(HttpRoute route, HttpRequestWrapper request, HttpClientContext context) {
        Run run = new Run(new WrappedRequest(request, route.getTargetHost()), context);
        run.next();
        return run.operation == null ? null : run;
    }

    private void next() {
        Operation begun = OutboundCall.begin(request, Attempts.next(context));
        operation = begun;
        RequestConfig config = context.getRequestConfig();
        if (begun != null && config != null) {
            OutboundCall.timeouts(begun, config.getConnectTimeout(), config.getSocketTimeout());
        }
    }

    /** The pool is asked for a connection: the first time it is this run's. Answers its attempt. */
    @Nullable
    Operation lease() {
        Operation begun = leased || sent ? null : operation;
        leased = true;
        if (begun != null) {
            begun.awaitConnection();
        }
        return begun;
    }

    /** A request is about to be written; one to a proxy, to open a tunnel, is not the application's. */
    boolean send(@Nullable HttpRequest written) {
        if (!request.is(written)) {
            return false;
        }
        if (sent) {
            next();
        }
        sent = true;
        return true;
    }

    void end(int status, @Nullable Throwable thrown) {
        Operation open = operation;
        if (open != null && !open.isEnded()) {
            OutboundCall.end(open, status, thrown);
        }
    }

    void noteCertificate(@Nullable Object connection) {
        SSLSession session = connection instanceof ManagedHttpClientConnection managed ? managed.getSSLSession() : null;
        Operation open = operation;
        if (session != null && open != null) {
            OutboundCall.peer(open, PeerCertificate.of(session));
        }
    }
}
