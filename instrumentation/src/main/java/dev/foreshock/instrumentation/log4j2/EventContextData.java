// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.log4j2;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.LogContext;
import net.bytebuddy.asm.Advice;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * The copy of the thread context that every event gets when it is made, on the thread that logs. What the injector answers may
 * be shared and frozen, and is then copied; only a map that belongs to the event is written to.
 */
@Instrument(
        name = "log4j-context-data",
        library = "Log4j 2",
        types = {
            "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$ForDefaultThreadContextMap",
            "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$ForGarbageFreeThreadContextMap",
            "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$ForCopyOnWriteThreadContextMap"
        },
        methods = "injectContextData(java.util.List,org.apache.logging.log4j.util.StringMap)")
public final class EventContextData {
    private EventContextData() {}

    @Advice.AssignReturned.ToReturned(typing = DYNAMIC)
    @Advice.OnMethodExit(inline = false)
    public static @Nullable Object exit(
            @Advice.Argument(1) @Nullable Object ownMap, @Advice.Return(typing = DYNAMIC) StringMap data) {
        LogContext context = LogContext.current(data::containsKey);
        if (context == null) {
            return null;
        }
        StringMap extended = data;
        if (data != ownMap || data.isFrozen()) {
            extended = ContextDataFactory.createContextData();
            extended.putAll(data);
        }
        extended.putValue(LogContext.TRACE_ID, context.traceId());
        extended.putValue(LogContext.SPAN_ID, context.spanId());
        extended.putValue(LogContext.TRACE_FLAGS, context.traceFlags());
        return extended;
    }
}
