// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import java.util.Collection;
import java.util.Set;
import javax.servlet.ServletConfig;
import javax.servlet.ServletRegistration;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * What the container has routed to a servlet: gives the route, and in a container that is not woven at its own entry the
 * request itself.
 */
@Instrument(
        name = "servlet",
        library = "Servlet 3 and 4",
        types = "javax.servlet.http.HttpServlet",
        methods = "service(javax.servlet.ServletRequest,javax.servlet.ServletResponse)")
public final class JavaxServlet {
    private JavaxServlet() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) HttpServlet servlet, @Advice.Argument(0) ServletRequest request) {
        ServletView view = JavaxView.view(request);
        if (view == null || !view.isRouted()) {
            return null;
        }
        RequestUnit unit = view.dispatcher().equals("REQUEST") ? RequestUnit.begin(view) : null;
        if (unit != null) {
            unit.endsInServlet();
        }
        if (RequestUnit.isRouteWanted(ServletRoutes.PRECISION)) {
            ServletRoutes routes = ServletRoutes.of(servlet);
            if (routes == null) {
                routes = ServletRoutes.remember(servlet, mappings(servlet.getServletConfig()));
            }
            routes.offer(view);
        }
        return unit;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Argument(0) ServletRequest request,
            @Advice.Argument(1) ServletResponse response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
        if (!(entered instanceof RequestUnit unit)) {
            RequestUnit dispatched = RequestUnit.endingInServlet();
            if (dispatched != null && JavaxView.isDispatched(request)) {
                dispatched.end(JavaxView.status(response, thrown), thrown);
            }
            return;
        }
        if (thrown != null || !JavaxCompletion.await(request, unit)) {
            unit.end(JavaxView.status(response, thrown), thrown);
        }
        unit.leave(null);
    }

    private static Collection<String> mappings(@Nullable ServletConfig config) {
        if (config == null || config.getServletContext() == null) {
            return Set.of();
        }
        ServletRegistration registration = config.getServletContext().getServletRegistration(config.getServletName());
        return registration == null ? Set.of() : registration.getMappings();
    }
}
