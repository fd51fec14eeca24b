// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Where the server's record of an exchange and what handlers see of it meet. */
@Instrument(
        name = "java-http-server",
        library = "JDK HttpServer",
        types = {"sun.net.httpserver.HttpExchangeImpl", "sun.net.httpserver.HttpsExchangeImpl"},
        methods = "<init>")
public final class ExchangeCreate {
    private ExchangeCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object seen,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object exchange) {
        if (exchange != null) {
            ExchangeState state = new ExchangeState();
            Associations.put(exchange, state);
            Cursor.get().remember(seen, state);
        }
    }
}
