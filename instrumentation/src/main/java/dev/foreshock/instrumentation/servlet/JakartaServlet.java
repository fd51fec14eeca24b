// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.util.Collection;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * What the container has routed to a servlet: gives the route, and in a container that is not woven at its own entry the
 * request itself.
 */
@Instrument(
        name = "servlet",
        library = "Jakarta Servlet 5 and 6",
        types = "jakarta.servlet.http.HttpServlet",
        methods = "service(jakarta.servlet.ServletRequest,jakarta.servlet.ServletResponse)")
public final class JakartaServlet {
    private JakartaServlet() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) HttpServlet servlet, @Advice.Argument(0) ServletRequest request) {
        ServletView view = JakartaView.view(request);
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
            if (dispatched != null && JakartaView.isDispatched(request)) {
                dispatched.end(JakartaView.status(response, thrown), thrown);
            }
            return;
        }
        if (thrown != null || !JakartaCompletion.await(request, unit)) {
            unit.end(JakartaView.status(response, thrown), thrown);
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
