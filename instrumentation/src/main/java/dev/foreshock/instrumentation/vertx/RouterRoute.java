// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.vertx;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import io.vertx.ext.web.RoutingContext;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A route whose handler is about to be called. Several may match one request one after another, the most general ones first as
 * a rule, so that the last one says most. Routes without a path, and those for every path, say nothing.
 */
@Instrument(
        name = "vertx-web",
        library = "Vert.x Web",
        types = "io.vertx.ext.web.impl.RouteState",
        methods = "handleContext")
public final class RouterRoute {
    private RouterRoute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.Argument(0) @Nullable RoutingContext context,
            @Advice.FieldValue("path") @Nullable String path,
            @Advice.FieldValue("exactPath") boolean exact) {
        if (context == null || path == null || path.isEmpty() || (!exact && path.equals("/"))) {
            return;
        }
        String mount = context.mountPoint();
        String route = exact ? path : path.endsWith("/") ? path + "*" : path + "/*";
        if (mount == null || mount.equals("/")) {
            RequestUnit.lastRoute(route);
        } else {
            RequestUnit.lastRoute(mount.endsWith("/") ? mount.substring(0, mount.length() - 1) + route : mount + route);
        }
    }
}
