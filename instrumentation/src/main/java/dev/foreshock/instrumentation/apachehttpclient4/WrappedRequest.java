// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient4;

import dev.foreshock.instrumentation.http.OutboundRequest;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The client's own copy of a request. */
public final class WrappedRequest extends OutboundRequest {
    private final HttpRequest request;
    private final HttpHost target;

    public WrappedRequest(HttpRequest request, HttpHost target) {
        this.request = request;
        this.target = target;
    }

    boolean is(@Nullable HttpRequest other) {
        return request == other;
    }

    @Override
    public String method() {
        return request.getRequestLine().getMethod();
    }

    @Override
    public String scheme() {
        return target.getSchemeName();
    }

    @Override
    public String host() {
        return target.getHostName();
    }

    @Override
    public int port() {
        return target.getPort();
    }

    @Override
    public String path() {
        return request.getRequestLine().getUri();
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
}
