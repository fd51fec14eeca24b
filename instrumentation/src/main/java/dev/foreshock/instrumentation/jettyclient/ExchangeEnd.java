// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** An attempt that has failed, timed out or been given up, whether it waits for a connection or for its response. */
@Instrument(
        name = "jetty-client",
        library = "Jetty client",
        types = {"org.eclipse.jetty.client.HttpExchange", "org.eclipse.jetty.client.transport.HttpExchange"},
        methods = {"abort", "responseComplete"})
public final class ExchangeEnd {
    private ExchangeEnd() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object exchange,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object failure) {
        Attempt attempt = failure instanceof Throwable ? Attempt.ofExchange(exchange) : null;
        if (attempt != null && failure instanceof Throwable thrown) {
            attempt.over(thrown);
        }
    }
}
