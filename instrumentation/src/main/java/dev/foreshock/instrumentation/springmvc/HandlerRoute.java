// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springmvc;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import dev.foreshock.instrumentation.servlet.ServletView;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The pattern that a handler was found by, once Spring MVC has resolved it and before interceptors and controller run.
 * Handler mappings that learn it in an interceptor of their own are read when the interceptors have run.
 */
@Instrument(
        name = "spring-webmvc",
        library = "Spring MVC",
        types = "org.springframework.web.servlet.HandlerExecutionChain",
        methods = "applyPreHandle")
public final class HandlerRoute {
    private static final int PRECISION = 2;
    private static final String PATTERN = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    private HandlerRoute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable Object request) {
        offer(request);
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Argument(0) @Nullable Object request) {
        offer(request);
    }

    private static void offer(@Nullable Object request) {
        if (!RequestUnit.isRouteWanted(PRECISION)) {
            return;
        }
        ServletView view = ServletView.of(request);
        if (view == null || !view.isRouted()) {
            return;
        }
        Object pattern = view.attribute(PATTERN);
        if (pattern != null) {
            RequestUnit.route(route(view, pattern.toString()), PRECISION);
        }
    }

    /** A pattern starts where the dispatcher servlet's own mapping ends, unless Spring was told to use full paths. */
    private static String route(ServletView view, String pattern) {
        String context = view.contextPath();
        String servlet = view.pathInfo() == null ? null : view.servletPath();
        StringBuilder route = new StringBuilder(context == null ? "" : context);
        if (servlet != null && !servlet.isEmpty() && !pattern.startsWith(servlet + "/")) {
            route.append(servlet);
        }
        if (!pattern.startsWith("/") && !pattern.isEmpty()) {
            route.append('/');
        }
        return route.append(pattern).toString();
    }
}
