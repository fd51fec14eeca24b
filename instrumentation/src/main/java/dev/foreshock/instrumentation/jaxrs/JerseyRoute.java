// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jaxrs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/** The templates that Jersey has matched, before the resource's method runs. */
@Instrument(
        name = "jersey",
        library = "Jersey",
        types = "org.glassfish.jersey.server.model.internal.AbstractJavaResourceMethodDispatcher",
        methods = "dispatch")
public final class JerseyRoute {
    private static final int PRECISION = 2;

    private JerseyRoute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(value = 1, typing = DYNAMIC) @Nullable ContainerRequest request) {
        if (request == null || !RequestUnit.isRouteWanted(PRECISION)) {
            return;
        }
        ExtendedUriInfo uri = request.getUriInfo();
        List<UriTemplate> templates = uri.getMatchedTemplates();
        String base = uri.getBaseUri().getRawPath();
        StringBuilder route = new StringBuilder(base == null ? "" : base);
        while (route.length() > 0 && route.charAt(route.length() - 1) == '/') {
            route.setLength(route.length() - 1);
        }
        // The innermost comes first.
        for (int i = templates.size() - 1; i >= 0; i--) {
            String template = templates.get(i).getTemplate();
            if (!template.isEmpty() && !template.equals("/")) {
                route.append(template.startsWith("/") ? "" : "/").append(template);
            }
        }
        RequestUnit.route(route.length() == 0 ? "/" : route.toString(), PRECISION);
    }
}
