// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The status that is sent, on whichever thread. */
@Instrument(
        name = "java-http-server",
        library = "JDK HttpServer",
        types = "sun.net.httpserver.ExchangeImpl",
        methods = "sendResponseHeaders")
public final class ExchangeStatus {
    private ExchangeStatus() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object exchange, @Advice.Argument(0) int status) {
        ExchangeState state = ExchangeState.of(exchange);
        if (state != null && status >= 200) {
            state.status(status);
        }
    }
}
