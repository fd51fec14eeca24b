// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import dev.foreshock.instrumentation.http.InboundRequest;
import org.jspecify.annotations.Nullable;

/** A request that reaches a function as an event. Where it came from only its headers say. */
final class GatewayRequest extends InboundRequest {
    private final Event event;

    GatewayRequest(Event event) {
        this.event = event;
    }

    @Override
    public @Nullable String method() {
        return event.method();
    }

    @Override
    public @Nullable String path() {
        return event.path();
    }

    @Override
    public @Nullable String scheme() {
        return event.apply("x-forwarded-proto");
    }

    @Override
    public @Nullable String serverName() {
        return hostHeader();
    }

    @Override
    public int serverPort() {
        String port = event.apply("x-forwarded-port");
        try {
            return port == null ? 0 : Integer.parseInt(port);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public @Nullable String peerAddress() {
        return null;
    }

    @Override
    public @Nullable String apply(String name) {
        return event.apply(name);
    }
}
