// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** {@link ServletView} of {@code javax.servlet}. */
final class JavaxView extends ServletView {
    private final HttpServletRequest request;

    JavaxView(HttpServletRequest request) {
        this.request = request;
    }

    static @Nullable ServletView view(@Nullable Object request) {
        return request instanceof HttpServletRequest http ? new JavaxView(http) : null;
    }

    @Override
    public @Nullable String method() {
        return request.getMethod();
    }

    @Override
    public @Nullable String path() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String scheme() {
        return request.getScheme();
    }

    @Override
    public @Nullable String serverName() {
        return request.getServerName();
    }

    @Override
    public int serverPort() {
        return request.getServerPort();
    }

    @Override
    public @Nullable String peerAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public @Nullable String apply(String header) {
        return request.getHeader(header);
    }

    @Override
    public @Nullable String contextPath() {
        return request.getContextPath();
    }

    @Override
    public @Nullable String servletPath() {
        return request.getServletPath();
    }

    @Override
    public @Nullable String pathInfo() {
        return request.getPathInfo();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return request.getAttribute(name);
    }

    @Override
    public String dispatcher() {
        return request.getDispatcherType().name();
    }
}
