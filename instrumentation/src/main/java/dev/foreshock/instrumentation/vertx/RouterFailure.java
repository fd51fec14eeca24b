// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.vertx;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What a handler threw, or failed the request with. */
@Instrument(
        name = "vertx-web",
        library = "Vert.x Web",
        types = "io.vertx.ext.web.impl.RoutingContextImpl",
        methods = {"fail(int,java.lang.Throwable)"})
public final class RouterFailure {
    private RouterFailure() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(1) @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
