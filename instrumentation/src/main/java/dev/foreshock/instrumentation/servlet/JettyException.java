// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What a servlet or filter threw, where Jetty turns it into an error page. */
@Instrument(
        name = "jetty",
        library = "Jetty 9.4 to 12",
        types = {
            "org.eclipse.jetty.server.HttpChannel",
            "org.eclipse.jetty.ee8.nested.HttpChannel",
            "org.eclipse.jetty.ee9.nested.HttpChannel",
            "org.eclipse.jetty.ee10.servlet.ServletChannel",
            "org.eclipse.jetty.ee11.servlet.ServletChannel"
        },
        methods = "handleException")
public final class JettyException {
    private JettyException() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
