// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.http.OutboundRequest;
import dev.foreshock.instrumentation.http.PeerCertificate;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A request on its way down the chain of handlers: a copy that the client makes for each attempt. */
final class ChainRequest extends OutboundRequest {
    private final HttpRequest request;
    private final HttpRoute route;

    ChainRequest(HttpRequest request, HttpRoute route) {
        this.request = request;
        this.route = route;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String scheme() {
        return route.getTargetHost().getSchemeName();
    }

    @Override
    public String host() {
        return route.getTargetHost().getHostName();
    }

    @Override
    public int port() {
        return route.getTargetHost().getPort();
    }

    @Override
    public @Nullable String path() {
        return request.getPath();
    }

    @Override
    public @Nullable String apply(String name) {
        Header header = request.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public void accept(String name, String value) {
        request.setHeader(name, value);
    }

    static void noteTimeouts(Operation operation, HttpClientContext context) {
        RequestConfig config = context.getRequestConfig();
        if (config != null) {
            OutboundCall.timeouts(operation, millis(config.getConnectTimeout()), millis(config.getResponseTimeout()));
        }
    }

    private static long millis(@Nullable Timeout timeout) {
        return timeout == null ? -1 : timeout.toMilliseconds();
    }

    static void noteRetryAfter(Operation operation, HttpResponse response) {
        OutboundCall.retryAfter(operation, response.getCode(), name -> {
            Header header = response.getFirstHeader(name);
            return header == null ? null : header.getValue();
        });
    }

    static void noteCertificate(Operation operation, HttpClientContext context) {
        SSLSession session = context.getSSLSession();
        if (session != null) {
            OutboundCall.peer(operation, PeerCertificate.of(session));
        }
    }
}
