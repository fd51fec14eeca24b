// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import com.sun.net.httpserver.HttpExchange;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** An exchange from the first filter on. */
@Instrument(
        name = "java-http-server",
        library = "JDK HttpServer",
        types = "com.sun.net.httpserver.Filter$Chain",
        methods = "doFilter")
public final class ExchangeHandle {
    private static final int PRECISION = 1;

    private ExchangeHandle() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable HttpExchange exchange) {
        ExchangeState state = exchange == null ? null : Cursor.get().recall(exchange, ExchangeState.class);
        if (exchange == null || state == null || !state.begin(new ExchangeRequest(exchange))) {
            return null;
        }
        String context = exchange.getHttpContext().getPath();
        RequestUnit.route(context.endsWith("/") ? context + "*" : context, PRECISION);
        return state;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof ExchangeState state) {
            state.left(thrown);
        }
    }
}
