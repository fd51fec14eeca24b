// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * An exchange wherever Undertow runs a handler for it: first on a thread of its own, then on those that it was dispatched to.
 * Its end is the exchange's own, which comes once, whoever brings it about.
 */
@Instrument(
        name = "undertow",
        library = "Undertow",
        types = "io.undertow.server.Connectors",
        methods = "executeRootHandler")
public final class UndertowExchange {
    private static final AttachmentKey<RequestUnit> UNIT = AttachmentKey.create(RequestUnit.class);

    private UndertowExchange() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(1) HttpServerExchange exchange) {
        RequestUnit unit = exchange.getAttachment(UNIT);
        if (unit != null) {
            return Segment.resume(unit);
        }
        unit = RequestUnit.begin(new UndertowRequest(exchange));
        if (unit == null) {
            return null;
        }
        exchange.putAttachment(UNIT, unit);
        exchange.addExchangeCompleteListener(new Completion(unit));
        return new Segment(unit, null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Segment segment) {
            segment.leave();
        }
    }

    private record Completion(RequestUnit unit) implements ExchangeCompletionListener {
        @Override
        public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
            try {
                unit.end(exchange.getStatusCode(), exchange.getAttachment(DefaultResponseListener.EXCEPTION));
            } finally {
                next.proceed();
            }
        }
    }
}
