// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.instrumentation.http.InboundRequest;
import org.jspecify.annotations.Nullable;

/**
 * A servlet request, of {@code javax.servlet} or {@code jakarta.servlet} alike. Loaded beside a library that sees either or
 * both of them; a class of the other one is never touched.
 */
public abstract class ServletView extends InboundRequest {
    private static final boolean JAVAX = isPresent("javax.servlet.http.HttpServletRequest");
    private static final boolean JAKARTA = isPresent("jakarta.servlet.http.HttpServletRequest");

    /** {@code null} where the object is no HTTP servlet request. */
    public static @Nullable ServletView of(@Nullable Object request) {
        ServletView view = JAKARTA ? JakartaView.view(request) : null;
        return view == null && JAVAX ? JavaxView.view(request) : view;
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, ServletView.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    public abstract @Nullable String contextPath();

    public abstract @Nullable String servletPath();

    public abstract @Nullable String pathInfo();

    public abstract @Nullable Object attribute(String name);

    /** The name of the dispatcher type: {@code REQUEST}, {@code FORWARD}, {@code INCLUDE}, {@code ASYNC} or {@code ERROR}. */
    public abstract String dispatcher();

    /** Whether what serves this dispatch is what the client asked for, and not an error page or a fragment. */
    public final boolean isRouted() {
        String type = dispatcher();
        return !type.equals("ERROR") && !type.equals("INCLUDE");
    }
}
