// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import dev.foreshock.instrumentation.http.OutboundRequest;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A request of Jetty's. The client itself completes its headers before it is written, and copies them for a redirect. */
final class ClientRequest extends OutboundRequest {
    private final Object request;

    ClientRequest(Object request) {
        this.request = request;
    }

    @Override
    public @Nullable String method() {
        return JettyTypes.text(JettyTypes.METHOD, request);
    }

    @Override
    public @Nullable String scheme() {
        return JettyTypes.text(JettyTypes.SCHEME, request);
    }

    @Override
    public @Nullable String host() {
        return JettyTypes.text(JettyTypes.HOST, request);
    }

    @Override
    public int port() {
        return (int) JettyTypes.number(JettyTypes.PORT, request);
    }

    @Override
    public @Nullable String path() {
        return JettyTypes.text(JettyTypes.PATH, request);
    }

    @Override
    public @Nullable String query() {
        return JettyTypes.text(JettyTypes.QUERY, request);
    }

    @Override
    public @Nullable String apply(String name) {
        Object headers = JettyTypes.get(JettyTypes.HEADERS, request);
        if (headers == null) {
            return null;
        }
        try {
            return (Object) JettyTypes.HEADER.invokeExact(headers, (Object) name) instanceof String value
                    ? value
                    : null;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void accept(String name, String value) {
        try {
            if (JettyTypes.ADD_HEADER != null) {
                Object unused = (Object) JettyTypes.ADD_HEADER.invokeExact(request, (Object) name, (Object) null);
                unused = (Object) JettyTypes.ADD_HEADER.invokeExact(request, (Object) name, (Object) value);
            } else if (JettyTypes.CHANGE_HEADERS != null) {
                Object unused =
                        (Object) JettyTypes.CHANGE_HEADERS.invokeExact(request, (Object) new Header(name, value));
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private record Header(String name, String value) implements Consumer<HttpFields.Mutable> {
        @Override
        public void accept(HttpFields.Mutable headers) {
            headers.put(name, value);
        }
    }
}
