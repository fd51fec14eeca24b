// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.instrumentation.http.InboundRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request of Jetty 12, whatever the servlet API above it. */
final class JettyRequest extends InboundRequest {
    private final Request request;

    JettyRequest(Request request) {
        this.request = request;
    }

    @Override
    public @Nullable String method() {
        return request.getMethod();
    }

    @Override
    public @Nullable String path() {
        return request.getHttpURI().getPath();
    }

    @Override
    public @Nullable String scheme() {
        return request.getHttpURI().getScheme();
    }

    @Override
    public @Nullable String serverName() {
        return Request.getServerName(request);
    }

    @Override
    public int serverPort() {
        return Request.getServerPort(request);
    }

    @Override
    public @Nullable String peerAddress() {
        return Request.getRemoteAddr(request);
    }

    @Override
    public @Nullable String apply(String header) {
        return request.getHeaders().get(header);
    }
}
