// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.http.OutboundRequest;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** What a connection is about to send. */
final class ConnectionRequest extends OutboundRequest {
    private final HttpURLConnection connection;
    private final boolean withBody;

    ConnectionRequest(HttpURLConnection connection, boolean withBody) {
        this.connection = connection;
        this.withBody = withBody;
    }

    @Override
    public String method() {
        String method = connection.getRequestMethod();
        return withBody && method.equals("GET") ? "POST" : method;
    }

    @Override
    public String scheme() {
        return connection.getURL().getProtocol();
    }

    @Override
    public String host() {
        return connection.getURL().getHost();
    }

    @Override
    public int port() {
        return connection.getURL().getPort();
    }

    @Override
    public String path() {
        return connection.getURL().getFile();
    }

    @Override
    public @Nullable String apply(String name) {
        return connection.getRequestProperty(name);
    }

    @Override
    public void accept(String name, String value) {
        try {
            connection.setRequestProperty(name, value);
        } catch (IllegalStateException connected) {
            // What is sent again carries what the first attempt did.
        }
    }

    void noteTimeouts(Operation operation) {
        OutboundCall.timeouts(operation, connection.getConnectTimeout(), connection.getReadTimeout());
    }
}
