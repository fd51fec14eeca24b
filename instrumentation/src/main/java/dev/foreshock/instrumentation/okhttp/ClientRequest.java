// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import dev.foreshock.instrumentation.http.OutboundRequest;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** A request of OkHttp's, which cannot be changed: headers go into a copy that the codec alone sees. */
final class ClientRequest extends OutboundRequest {
    private final Request request;
    private Request.@Nullable Builder copy;

    ClientRequest(Request request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String scheme() {
        return request.url().scheme();
    }

    @Override
    public String host() {
        return request.url().host();
    }

    @Override
    public int port() {
        return request.url().port();
    }

    @Override
    public String path() {
        return request.url().encodedPath();
    }

    @Override
    public @Nullable String query() {
        return request.url().encodedQuery();
    }

    @Override
    public @Nullable String apply(String name) {
        return request.header(name);
    }

    @Override
    public void accept(String name, String value) {
        if (copy == null) {
            copy = request.newBuilder();
        }
        copy.header(name, value);
    }

    /** With what was added; {@code null} where nothing was. */
    @Nullable
    Request changed() {
        return copy == null ? null : copy.build();
    }
}
