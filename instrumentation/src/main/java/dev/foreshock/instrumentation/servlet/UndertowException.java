// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What a servlet or filter threw into Undertow, which answers it with an error page. */
@Instrument(
        name = "undertow",
        library = "Undertow",
        types = "io.undertow.servlet.handlers.ServletDispatchingHandler",
        methods = "handleRequest")
public final class UndertowException {
    private UndertowException() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
