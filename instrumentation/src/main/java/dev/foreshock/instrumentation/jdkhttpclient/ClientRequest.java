// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import dev.foreshock.instrumentation.http.OutboundRequest;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the JDK's client, and what is to be added to its headers. */
final class ClientRequest extends OutboundRequest {
    private final HttpRequest request;
    private final List<String> added = new ArrayList<>(4);

    ClientRequest(HttpRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public @Nullable String scheme() {
        return request.uri().getScheme();
    }

    @Override
    public @Nullable String host() {
        return request.uri().getHost();
    }

    @Override
    public int port() {
        return request.uri().getPort();
    }

    @Override
    public @Nullable String path() {
        return request.uri().getRawPath();
    }

    @Override
    public @Nullable String query() {
        return request.uri().getRawQuery();
    }

    @Override
    public @Nullable String apply(String name) {
        return request.headers().firstValue(name).orElse(null);
    }

    @Override
    public void accept(String name, String value) {
        added.add(name);
        added.add(value);
    }

    /** Names and values in turn. */
    List<String> added() {
        return added;
    }
}
