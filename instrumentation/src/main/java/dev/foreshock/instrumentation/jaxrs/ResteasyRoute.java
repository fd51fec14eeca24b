// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jaxrs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The resource method that RESTEasy has chosen, before it runs. */
@Instrument(
        name = "resteasy",
        library = "RESTEasy",
        types = "org.jboss.resteasy.core.ResourceMethodInvoker",
        methods = "invoke")
public final class ResteasyRoute {
    private static final int PRECISION = 2;

    private ResteasyRoute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object invoker) {
        if (RequestUnit.isRouteWanted(PRECISION)) {
            ResteasyPath path = Associations.get(invoker, ResteasyPath.class);
            if (path != null) {
                RequestUnit.routeBelow(path.template(), PRECISION);
            }
        }
    }

    /** RESTEasy answers what the method throws by itself, from version 6.1 on even where the application maps nothing. */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
