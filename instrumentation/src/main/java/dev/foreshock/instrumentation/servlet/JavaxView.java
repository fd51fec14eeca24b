// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import javax.servlet.DispatcherType;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
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

    /** Whether the request has come back from an asynchronous dispatch and does not wait for another. */
    static boolean isDispatched(ServletRequest request) {
        try {
            return request.getDispatcherType() == DispatcherType.ASYNC && !request.isAsyncStarted();
        } catch (RuntimeException takenBack) {
            return true;
        }
    }

    /**
     * What the client was answered, 0 where the container has taken the response back for the next request, which Grizzly
     * does while a servlet that has dispatched its request is still on its way out.
     */
    static int status(ServletResponse response, @Nullable Throwable thrown) {
        int status = 0;
        try {
            status = response instanceof HttpServletResponse http ? http.getStatus() : 0;
        } catch (RuntimeException takenBack) {
            // Nobody knows any more.
        }
        return thrown != null && status < 400 ? 500 : status;
    }
}
