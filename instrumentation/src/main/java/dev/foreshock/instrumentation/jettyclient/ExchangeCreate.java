// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** One attempt, before it waits for a connection. */
@Instrument(
        name = "jetty-client",
        library = "Jetty client",
        types = {"org.eclipse.jetty.client.HttpExchange", "org.eclipse.jetty.client.transport.HttpExchange"},
        methods = "<init>")
public final class ExchangeCreate {
    private ExchangeCreate() {}

    /** The constructor without listeners calls the other one. */
    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object exchange,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object destination,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object request,
            @Advice.Argument(value = 2, optional = true, typing = DYNAMIC) @Nullable Object listeners) {
        if (destination != null && request != null && listeners != null) {
            Attempt.begin(exchange, destination, request);
        }
    }
}
