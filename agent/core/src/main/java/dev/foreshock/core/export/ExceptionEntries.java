// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions as log records with {@code exception.*} in the context of the span they failed. One that passes through
 * several operations is recorded once, where it was thrown; of a unit at most 20 are.
 */
final class ExceptionEntries {
    private static final int MAX_PER_UNIT = 20;

    private final Origin origin;
    private final ExceptionText text;
    private final DropCounter drops;

    ExceptionEntries(Origin origin, ExceptionText text, DropCounter drops) {
        this.origin = origin;
        this.text = text;
        this.drops = drops;
    }

    /** {@code operations} in the order in which they ended: the innermost comes first. */
    void add(LocalTrace unit, List<Operation> operations, Collection<LogRecordData> records) {
        // The set is made with the first error: most units have none.
        Set<Throwable> seen = Set.of();
        for (Operation operation : operations) {
            seen = add(operation, seen, records);
        }
        add(unit.root(), seen, records);
    }

    void addLate(Operation operation, Collection<LogRecordData> records) {
        add(operation, Set.of(), records);
    }

    private Set<Throwable> add(Operation operation, Set<Throwable> before, Collection<LogRecordData> records) {
        Throwable error = operation.error();
        if (error == null) {
            return before;
        }
        Set<Throwable> seen = before.isEmpty() ? Collections.newSetFromMap(new IdentityHashMap<>()) : before;
        if (!seen.add(error)) {
            return seen;
        }
        if (seen.size() > MAX_PER_UNIT) {
            drops.dropped("exceptions_over_limit", 1);
        } else {
            records.add(entry(operation, error));
        }
        return seen;
    }

    private LogEntry entry(Operation operation, Throwable error) {
        LocalTrace unit = operation.unit();
        String type = error.getClass().getName();
        @Nullable String message = text.message(error);
        Pairs attributes = new Pairs()
                .put("exception.type", type)
                .put("exception.message", message)
                .put("exception.stacktrace", text.stackTrace(error));
        SpanContext context = SpanContext.create(
                TraceId.fromLongs(unit.traceIdHigh(), unit.traceIdLow()),
                SpanId.fromLong(operation.spanId()),
                unit.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return new LogEntry(
                "exception",
                operation.kind().isUnit() ? Severity.ERROR : Severity.WARN,
                message == null ? type : type + ": " + message,
                unit.epochNanos(operation.startNanos() + operation.durationNanos()),
                context,
                attributes,
                origin.scope(operation.kind()),
                origin.resource());
    }
}
