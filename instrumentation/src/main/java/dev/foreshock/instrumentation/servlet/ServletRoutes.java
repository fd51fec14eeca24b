// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Associations;
import dev.foreshock.instrumentation.http.RequestUnit;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The URL patterns that one servlet is mapped to. Which of them a request has matched is read from how the container split
 * its path, by the rules of the Servlet specification, section 12. Immutable; one per servlet.
 */
final class ServletRoutes {
    static final int PRECISION = 1;

    private final Set<String> patterns;

    ServletRoutes(Collection<String> patterns) {
        this.patterns = Set.copyOf(patterns);
    }

    static @Nullable ServletRoutes of(Object servlet) {
        return Associations.get(servlet, ServletRoutes.class);
    }

    static ServletRoutes remember(Object servlet, Collection<String> patterns) {
        ServletRoutes routes = new ServletRoutes(patterns);
        Associations.put(servlet, routes);
        return routes;
    }

    void offer(ServletView view) {
        String pattern = pattern(text(view.servletPath()), view.pathInfo());
        if (pattern != null) {
            RequestUnit.route(text(view.contextPath()) + pattern, PRECISION);
        }
    }

    /** With a leading slash; {@code /*} for the default servlet, {@code null} where no pattern fits. */
    @Nullable
    String pattern(String servletPath, @Nullable String pathInfo) {
        if (pathInfo == null && !servletPath.isEmpty() && patterns.contains(servletPath)) {
            return servletPath;
        }
        String prefix = servletPath + "/*";
        if (patterns.contains(prefix)) {
            return prefix;
        }
        int dot = servletPath.lastIndexOf('.');
        if (dot > servletPath.lastIndexOf('/')) {
            String suffix = "*" + servletPath.substring(dot);
            if (patterns.contains(suffix)) {
                return "/" + suffix;
            }
        }
        if (patterns.contains("") && servletPath.isEmpty()) {
            return "/";
        }
        return patterns.contains("/") ? "/*" : null;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
