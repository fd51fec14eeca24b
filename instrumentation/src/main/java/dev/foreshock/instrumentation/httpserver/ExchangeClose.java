// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** An exchange that is closed. */
@Instrument(
        name = "java-http-server",
        library = "JDK HttpServer",
        types = "sun.net.httpserver.ExchangeImpl",
        methods = "close")
public final class ExchangeClose {
    private ExchangeClose() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object exchange) {
        ExchangeState state = ExchangeState.of(exchange);
        if (state != null) {
            state.written();
        }
    }
}
