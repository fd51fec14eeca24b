// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.asynchttpclient;

import dev.foreshock.instrumentation.http.OutboundRequest;
import io.netty.handler.codec.http.HttpHeaders;
import org.asynchttpclient.Request;
import org.jspecify.annotations.Nullable;

/** A request of the application's, or one that follows it, and the headers that are written for it. */
final class ClientRequest extends OutboundRequest {
    private final Request request;
    private final HttpHeaders written;

    ClientRequest(Request request, HttpHeaders written) {
        this.request = request;
        this.written = written;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public @Nullable String scheme() {
        return request.getUri().getScheme();
    }

    @Override
    public @Nullable String host() {
        return request.getUri().getHost();
    }

    @Override
    public int port() {
        return request.getUri().getPort();
    }

    @Override
    public @Nullable String path() {
        return request.getUri().getPath();
    }

    @Override
    public @Nullable String query() {
        return request.getUri().getQuery();
    }

    @Override
    public @Nullable String apply(String name) {
        return written.get(name);
    }

    @Override
    public void accept(String name, String value) {
        written.set(name, value);
    }
}
