// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.logback;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.LogContext;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The copy of the MDC that an event takes the first time somebody asks for it: an encoder, or an asynchronous appender before
 * the event leaves the thread that logs. The ids are put into that copy alone, where every later reader finds them on
 * whatever thread; the application's own MDC is never touched.
 */
@Instrument(
        name = "logback-mdc",
        library = "Logback",
        types = "ch.qos.logback.classic.spi.LoggingEvent",
        methods = "getMDCPropertyMap()",
        fromJava6 = true)
public final class EventMdc {
    private EventMdc() {}

    @Advice.OnMethodEnter(inline = false)
    public static boolean enter(@Advice.FieldValue("mdcPropertyMap") @Nullable Object taken) {
        return taken == null;
    }

    @Advice.AssignReturned.ToFields(@Advice.AssignReturned.ToFields.ToField(value = "mdcPropertyMap", typing = DYNAMIC))
    @Advice.AssignReturned.ToReturned(typing = DYNAMIC)
    @Advice.OnMethodExit(inline = false)
    public static @Nullable Object exit(
            @Advice.Enter boolean first, @Advice.Return(typing = DYNAMIC) Map<String, String> mdc) {
        LogContext context = first ? LogContext.current(mdc::containsKey) : null;
        if (context == null) {
            return null;
        }
        Map<String, String> extended = new HashMap<>(mdc);
        extended.put(LogContext.TRACE_ID, context.traceId());
        extended.put(LogContext.SPAN_ID, context.spanId());
        extended.put(LogContext.TRACE_FLAGS, context.traceFlags());
        return extended;
    }
}
