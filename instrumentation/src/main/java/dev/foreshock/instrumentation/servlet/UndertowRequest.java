// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.instrumentation.http.InboundRequest;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request of Undertow. */
final class UndertowRequest extends InboundRequest {
    private final HttpServerExchange exchange;

    UndertowRequest(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public @Nullable String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public @Nullable String path() {
        return exchange.getRequestURI();
    }

    @Override
    public @Nullable String scheme() {
        return exchange.getRequestScheme();
    }

    @Override
    public @Nullable String serverName() {
        return exchange.getHostName();
    }

    @Override
    public int serverPort() {
        return exchange.getHostPort();
    }

    @Override
    public @Nullable String peerAddress() {
        InetSocketAddress peer = exchange.getSourceAddress();
        return peer == null || peer.getAddress() == null
                ? null
                : peer.getAddress().getHostAddress();
    }

    @Override
    public @Nullable String apply(String header) {
        return exchange.getRequestHeaders().getFirst(header);
    }
}
