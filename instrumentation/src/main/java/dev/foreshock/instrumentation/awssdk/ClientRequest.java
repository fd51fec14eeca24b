// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awssdk;

import dev.foreshock.instrumentation.http.OutboundRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A request of the SDK's, which cannot be changed and may be signed: headers go to what the client makes of it. */
final class ClientRequest extends OutboundRequest {
    private final SdkHttpRequest request;
    private final List<String> added = new ArrayList<>(4);

    ClientRequest(SdkHttpRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String scheme() {
        return request.protocol();
    }

    @Override
    public String host() {
        return request.host();
    }

    @Override
    public int port() {
        return request.port();
    }

    @Override
    public String path() {
        return request.encodedPath();
    }

    @Override
    public @Nullable String query() {
        return request.getUri().getRawQuery();
    }

    @Override
    public @Nullable String apply(String name) {
        return request.firstMatchingHeader(name).orElse(null);
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
