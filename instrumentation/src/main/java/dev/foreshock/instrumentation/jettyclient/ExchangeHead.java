// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The head of a response, before listeners hear of it. */
@Instrument(
        name = "jetty-client",
        library = "Jetty client",
        types = {"org.eclipse.jetty.client.HttpReceiver", "org.eclipse.jetty.client.transport.HttpReceiver"},
        methods = "responseHeaders")
public final class ExchangeHead {
    private ExchangeHead() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object exchange) {
        Object request = exchange == null ? null : Attempt.requestOf(exchange);
        Attempt attempt = Attempt.of(request);
        if (attempt != null && exchange != null && request != null) {
            attempt.answered(exchange, request);
        }
    }
}
