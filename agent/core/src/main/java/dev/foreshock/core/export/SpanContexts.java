// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contexts of one unit's spans, and who is whose parent. For the export thread alone. */
final class SpanContexts {
    private final LocalTrace unit;
    private final List<Operation> exported;
    private final String traceId;
    private final TraceFlags flags;
    private final TraceState state;
    private @Nullable Set<Operation> known;

    // Most operations of a unit have the same parent.
    private @Nullable Operation latest;
    private SpanContext latestContext = SpanContext.getInvalid();

    /**
     * @param exported the operations that become spans besides the root
     */
    SpanContexts(LocalTrace unit, List<Operation> exported) {
        this.unit = unit;
        this.exported = exported;
        this.traceId = TraceId.fromLongs(unit.traceIdHigh(), unit.traceIdLow());
        this.flags = unit.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        this.state = traceState(unit.traceState());
    }

    /** What the root is a child of, in another process or in this one; invalid where it begins the trace. */
    SpanContext parentOfRoot(boolean local) {
        if (unit.remoteParentSpanId() == 0) {
            return SpanContext.getInvalid();
        }
        String parentId = SpanId.fromLong(unit.remoteParentSpanId());
        return local
                ? SpanContext.create(traceId, parentId, flags, state)
                : SpanContext.createFromRemoteParent(traceId, parentId, flags, state);
    }

    SpanContext of(Operation operation) {
        return SpanContext.create(traceId, SpanId.fromLong(operation.spanId()), flags, state);
    }

    /**
     * The nearest ancestor that is exported. One that was only counted is passed over; one that is still open will be
     * exported when it ends.
     */
    SpanContext parentOf(Operation operation) {
        Operation parent = operation.parent();
        while (parent != null && parent != unit.root() && parent.isEnded() && !isExported(parent)) {
            parent = parent.parent();
        }
        return parent == null ? SpanContext.getInvalid() : asParent(parent);
    }

    /** The parent's context, whatever becomes of the parent. */
    SpanContext asParent(Operation parent) {
        if (parent != latest) {
            latestContext = of(parent);
            latest = parent;
        }
        return latestContext;
    }

    private boolean isExported(Operation operation) {
        Set<Operation> all = known;
        if (all == null) {
            all = new HashSet<>(exported);
            known = all;
        }
        return all.contains(operation);
    }

    /** Members of {@code tracestate} in their order; the builder puts what comes last to the front. */
    private static TraceState traceState(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return TraceState.getDefault();
        }
        TraceStateBuilder builder = TraceState.builder();
        int end = header.length();
        while (end > 0) {
            int start = header.lastIndexOf(',', end - 1) + 1;
            String member = header.substring(start, end).trim();
            int equals = member.indexOf('=');
            if (equals > 0) {
                builder.put(member.substring(0, equals), member.substring(equals + 1));
            }
            end = start - 1;
        }
        return builder.build();
    }
}
