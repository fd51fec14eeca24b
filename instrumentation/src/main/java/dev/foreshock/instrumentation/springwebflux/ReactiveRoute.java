// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springwebflux;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** The pattern that a handler was found by, annotated or functional, before it is called. */
@Instrument(
        name = "spring-webflux",
        library = "Spring WebFlux",
        types = "org.springframework.web.reactive.DispatcherHandler",
        methods = {"invokeHandler", "handleRequestWith"})
public final class ReactiveRoute {
    private static final int PRECISION = 2;
    private static final String PATTERN = "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

    private ReactiveRoute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable ServerWebExchange exchange) {
        if (exchange == null || !RequestUnit.isRouteWanted(PRECISION)) {
            return;
        }
        Object pattern = exchange.getAttribute(PATTERN);
        if (pattern != null) {
            String context = exchange.getRequest().getPath().contextPath().value();
            String route = pattern.toString();
            RequestUnit.route(context + (route.startsWith("/") || route.isEmpty() ? route : "/" + route), PRECISION);
        }
    }
}
