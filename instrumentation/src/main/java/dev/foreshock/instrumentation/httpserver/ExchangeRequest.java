// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.foreshock.instrumentation.http.InboundRequest;
import org.jspecify.annotations.Nullable;

/** A request of the JDK's server. */
final class ExchangeRequest extends InboundRequest {
    private final HttpExchange exchange;

    ExchangeRequest(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public @Nullable String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public @Nullable String path() {
        return exchange.getRequestURI().getRawPath();
    }

    @Override
    public @Nullable String scheme() {
        return exchange instanceof HttpsExchange ? "https" : "http";
    }

    @Override
    public @Nullable String serverName() {
        return hostHeader();
    }

    @Override
    public int serverPort() {
        return exchange.getLocalAddress().getPort();
    }

    @Override
    public @Nullable String peerAddress() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    @Override
    public @Nullable String apply(String header) {
        return exchange.getRequestHeaders().getFirst(header);
    }
}
