// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request where the server of Jetty 12 gives it to its handlers; servlets of every generation run behind it. */
@Instrument(
        name = "jetty",
        library = "Jetty 12",
        types = "org.eclipse.jetty.server.Server",
        methods =
                "handle(org.eclipse.jetty.server.Request,org.eclipse.jetty.server.Response,org.eclipse.jetty.util.Callback)")
public final class JettyHandle {
    private JettyHandle() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) Request request) {
        RequestUnit unit = RequestUnit.begin(new JettyRequest(request));
        if (unit != null) {
            request.addHttpStreamWrapper(new JettyStream.Around(unit));
        }
        return unit;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof RequestUnit unit) {
            if (thrown != null) {
                RequestUnit.threw(thrown);
            }
            unit.leave(null);
        }
    }
}
