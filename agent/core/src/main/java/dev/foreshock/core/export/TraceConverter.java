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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        SpanContexts contexts = new SpanContexts(unit, operations);

        spans.add(root(unit, contexts));
        Siblings siblings = new Siblings(unit, operations, compositeMinCount);
        for (Operation operation : siblings.single()) {
            Pairs attributes = SpanAttributes.of(operation);
            addFinding(attributes, unit, operation);
            spans.add(span(operation, attributes, contexts.of(operation), contexts.parentOf(operation)));
        }
        for (Siblings.Composite composite : siblings.composites()) {
            spans.add(composite(composite, contexts));
        }
        exceptions.add(unit, operations, records);
    }

    /** An operation that ended after its unit had. */
    void convertLate(Operation operation, Collection<SpanData> spans, Collection<LogRecordData> records) {
        SpanContexts contexts = new SpanContexts(operation.unit(), List.of());
        Operation parent = operation.parent();
        SpanContext parentContext = parent == null ? SpanContext.getInvalid() : contexts.asParent(parent);
        spans.add(span(operation, SpanAttributes.of(operation), contexts.of(operation), parentContext));
        exceptions.addLate(operation, records);
    }

    private Span root(LocalTrace unit, SpanContexts contexts) {
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
        SpanContext parent = contexts.parentOfRoot(root.kind() == Kind.BACKGROUND);
        return span(root, attributes, contexts.of(root), parent);
    }

    private Span span(Operation operation, Pairs attributes, SpanContext context, SpanContext parent) {
        LocalTrace unit = operation.unit();
        Links links = operation.links();
        return new Span(
                SpanAttributes.name(operation),
                operation.kind(),
                context,
                parent,
                unit.epochNanos(operation.startNanos()),
                unit.epochNanos(operation.startNanos() + operation.durationNanos()),
                operation.isFailed() ? StatusData.error() : StatusData.unset(),
                attributes,
                links == null ? List.of() : links(links),
                links == null ? 0 : links.total(),
                origin);
    }

    private Span composite(Siblings.Composite composite, SpanContexts contexts) {
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
                first.kind(),
                contexts.of(first),
                contexts.parentOf(first),
                unit.epochNanos(start),
                unit.epochNanos(end),
                StatusData.unset(),
                attributes,
                List.of(),
                0,
                origin);
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
        if (unit.findings().isEmpty()) {
            return;
        }
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
}
