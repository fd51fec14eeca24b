// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Link;
import dev.foreshock.api.Links;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns units of work into spans and log records. For the export thread alone. */
final class TraceConverter {
    private final Origin origin;
    private final ExceptionEntries exceptions;
    private final int compositeMinCount;

    TraceConverter(Origin origin, ExceptionEntries exceptions, int compositeMinCount) {
        this.origin = origin;
        this.exceptions = exceptions;
        this.compositeMinCount = compositeMinCount;
    }

    /** A unit that has ended: its root, what it recorded, and its exceptions. */
    void convert(LocalTrace unit, Collection<SpanData> spans, Collection<LogRecordData> records) {
        List<Operation> operations = new ArrayList<>(unit.recorded());
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            if (o != unit.root()) {
                operations.add(o);
            }
        }
        Collections.reverse(operations);
        Set<Operation> known = new HashSet<>(operations);
        known.add(unit.root());
        String traceId = TraceId.fromLongs(unit.traceIdHigh(), unit.traceIdLow());
        TraceFlags flags = unit.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        TraceState state = traceState(unit.traceState());

        spans.add(root(unit, traceId, flags, state));
        Siblings siblings = new Siblings(unit, operations, compositeMinCount);
        for (Operation operation : siblings.single()) {
            Pairs attributes = SpanAttributes.of(operation);
            addFinding(attributes, unit, operation);
            spans.add(span(
                    operation, attributes, parent(operation, known, traceId, flags, state), traceId, flags, state));
        }
        for (Siblings.Composite composite : siblings.composites()) {
            spans.add(composite(composite, known, traceId, flags, state));
        }
        exceptions.add(unit, operations, records);
    }

    /** An operation that ended after its unit had. */
    void convertLate(Operation operation, Collection<SpanData> spans, Collection<LogRecordData> records) {
        LocalTrace unit = operation.unit();
        String traceId = TraceId.fromLongs(unit.traceIdHigh(), unit.traceIdLow());
        TraceFlags flags = unit.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        TraceState state = traceState(unit.traceState());
        Operation parent = operation.parent();
        SpanContext parentContext =
                parent == null ? SpanContext.getInvalid() : context(parent.spanId(), traceId, flags, state);
        spans.add(span(operation, SpanAttributes.of(operation), parentContext, traceId, flags, state));
        exceptions.addLate(operation, records);
    }

    private Span root(LocalTrace unit, String traceId, TraceFlags flags, TraceState state) {
        Operation root = unit.root();
        Pairs attributes = SpanAttributes.of(root);
        if (!unit.findings().isEmpty()) {
            Set<String> types = new LinkedHashSet<>();
            for (Finding finding : unit.findings()) {
                types.add(finding.type());
            }
            attributes.put("foreshock.findings", List.copyOf(types));
        }
        addFinding(attributes, unit, root);
        if (unit.countedOnly() > 0) {
            attributes.put("foreshock.operations.counted_only", unit.countedOnly());
        }
        SpanContext parent = SpanContext.getInvalid();
        if (unit.remoteParentSpanId() != 0) {
            String parentId = SpanId.fromLong(unit.remoteParentSpanId());
            parent = root.kind() == Kind.BACKGROUND
                    ? SpanContext.create(traceId, parentId, flags, state)
                    : SpanContext.createFromRemoteParent(traceId, parentId, flags, state);
        }
        return span(root, attributes, parent, traceId, flags, state);
    }

    private Span span(
            Operation operation,
            Pairs attributes,
            SpanContext parent,
            String traceId,
            TraceFlags flags,
            TraceState state) {
        LocalTrace unit = operation.unit();
        Links links = operation.links();
        return new Span(
                SpanAttributes.name(operation),
                kind(operation.kind()),
                context(operation.spanId(), traceId, flags, state),
                parent,
                unit.epochNanos(operation.startNanos()),
                unit.epochNanos(operation.startNanos() + operation.durationNanos()),
                operation.isFailed() ? StatusData.error() : StatusData.unset(),
                attributes,
                links == null ? List.of() : links(links),
                links == null ? 0 : links.total(),
                origin.scope(operation.kind()),
                origin.resource());
    }

    private Span composite(
            Siblings.Composite composite, Set<Operation> known, String traceId, TraceFlags flags, TraceState state) {
        Operation first = composite.members().get(0);
        LocalTrace unit = first.unit();
        long start = first.startNanos();
        long end = start;
        for (Operation member : composite.members()) {
            start = Math.min(start, member.startNanos());
            end = Math.max(end, member.startNanos() + member.durationNanos());
        }
        Pairs attributes = SpanAttributes.of(first);
        attributes.remove("foreshock.rows");
        SpanAttributes.code(attributes, composite.group().callSite());
        attributes.put("foreshock.composite.count", composite.count());
        attributes.put("foreshock.composite.duration", composite.totalNanos() / 1e9);
        return new Span(
                SpanAttributes.name(first),
                kind(first.kind()),
                context(first.spanId(), traceId, flags, state),
                parent(first, known, traceId, flags, state),
                unit.epochNanos(start),
                unit.epochNanos(end),
                StatusData.unset(),
                attributes,
                List.of(),
                0,
                origin.scope(first.kind()),
                origin.resource());
    }

    private static List<LinkData> links(Links links) {
        List<LinkData> data = new ArrayList<>(links.size());
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            data.add(LinkData.create(SpanContext.createFromRemoteParent(
                    TraceId.fromLongs(link.traceIdHigh(), link.traceIdLow()),
                    SpanId.fromLong(link.spanId()),
                    TraceFlags.fromByte((byte) link.flags()),
                    TraceState.getDefault())));
        }
        return data;
    }

    private static void addFinding(Pairs attributes, LocalTrace unit, Operation operation) {
        Finding worst = null;
        for (Finding finding : unit.findings()) {
            if (finding.exemplar() == operation
                    && (worst == null || finding.severity().compareTo(worst.severity()) > 0)) {
                worst = finding;
            }
        }
        if (worst != null) {
            attributes.put("foreshock.finding.id", FindingEntries.id(worst));
            attributes.put("foreshock.finding.message", worst.message());
            attributes.put("foreshock.finding.suggestion", worst.suggestion());
            SpanAttributes.code(attributes, worst.callSite());
        }
    }

    /**
     * The nearest ancestor that is exported. One that was only counted is passed over; one that is still open will be
     * exported when it ends.
     */
    private static SpanContext parent(
            Operation operation, Set<Operation> known, String traceId, TraceFlags flags, TraceState state) {
        Operation parent = operation.parent();
        while (parent != null && parent.isEnded() && !known.contains(parent)) {
            parent = parent.parent();
        }
        return parent == null ? SpanContext.getInvalid() : context(parent.spanId(), traceId, flags, state);
    }

    private static SpanContext context(long spanId, String traceId, TraceFlags flags, TraceState state) {
        return SpanContext.create(traceId, SpanId.fromLong(spanId), flags, state);
    }

    private static SpanKind kind(Kind kind) {
        return switch (kind) {
            case REQUEST -> SpanKind.SERVER;
            case MESSAGE -> SpanKind.CONSUMER;
            case PUBLISH -> SpanKind.PRODUCER;
            case JOB, BACKGROUND, INTERNAL -> SpanKind.INTERNAL;
            default -> SpanKind.CLIENT;
        };
    }

    /** Members of {@code tracestate} in their order; the builder puts what comes last to the front. */
    private static TraceState traceState(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return TraceState.getDefault();
        }
        var builder = TraceState.builder();
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
