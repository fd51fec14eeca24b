// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.HexFormat;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a log event tells of the operation in which it was written, as W3C Trace Context spells it: the ids in lower-case
 * hex, and {@code 01} where the trace is sampled, else {@code 00}.
 *
 * <p>An instrumentation asks for it when an event is made, on the thread that logs; nothing is prepared for threads that do
 * not log. The keys are those under which other agents put the same into the MDC.
 */
public record LogContext(String traceId, String spanId, String traceFlags) {
    public static final String TRACE_ID = "trace_id";
    public static final String SPAN_ID = "span_id";
    public static final String TRACE_FLAGS = "trace_flags";

    private static final HexFormat HEX = HexFormat.of();

    /**
     * Of what this thread is doing, background units included; {@code null} where it does nothing that is recorded, and where
     * a tracer of the application's own writes ids into its logs.
     *
     * @param present whether the event has a value of the application's own under a key: then it is given none of the three,
     *     since half of one context and half of another would be wrong
     */
    public static @Nullable LogContext current(Predicate<String> present) {
        Cursor cursor = Cursor.get();
        Operation operation = cursor.isSuppressed() ? null : cursor.current();
        if (operation == null || !Recorder.instance().isLogContextWanted()) {
            return null;
        }
        LocalTrace unit = operation.unit();
        if (unit.isEnded() && unit.root().kind() == Kind.BACKGROUND) {
            return null;
        }
        if (present.test(TRACE_ID) || present.test(SPAN_ID) || present.test(TRACE_FLAGS)) {
            return null;
        }
        return new LogContext(
                HEX.toHexDigits(unit.traceIdHigh()) + HEX.toHexDigits(unit.traceIdLow()),
                HEX.toHexDigits(operation.spanId()),
                unit.isSampled() ? "01" : "00");
    }
}
