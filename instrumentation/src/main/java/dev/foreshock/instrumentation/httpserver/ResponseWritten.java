// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A response whose stream is closed: the server tells its dispatcher so, by one event per exchange. */
@Instrument(
        name = "java-http-server",
        library = "JDK HttpServer",
        types = {"sun.net.httpserver.WriteFinishedEvent", "sun.net.httpserver.Event$WriteFinished"},
        methods = "<init>")
public final class ResponseWritten {
    private ResponseWritten() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object exchange) {
        ExchangeState state = ExchangeState.of(exchange);
        if (state != null) {
            state.written();
        }
    }
}
