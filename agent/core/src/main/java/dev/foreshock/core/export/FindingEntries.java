// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.Locale;

/** Announcements as log records named {@code foreshock.finding}, in the trace context of the exemplar. */
final class FindingEntries {
    private final Origin origin;

    FindingEntries(Origin origin) {
        this.origin = origin;
    }

    /** As it appears on the wire, on spans and on log records alike. */
    static String id(Finding finding) {
        return SpanId.fromLong(finding.id());
    }

    LogEntry entry(Announcement announcement) {
        Finding finding = announcement.finding();
        boolean resolved = announcement.state() == Announcement.State.RESOLVED;
        SpanContext context = announcement.spanId() == 0
                ? SpanContext.getInvalid()
                : SpanContext.create(
                        TraceId.fromLongs(announcement.traceIdHigh(), announcement.traceIdLow()),
                        SpanId.fromLong(announcement.spanId()),
                        TraceFlags.getSampled(),
                        TraceState.getDefault());
        return new LogEntry(
                "foreshock.finding",
                resolved ? Severity.INFO : severity(finding.severity()),
                resolved ? "Resolved: " + finding.message() : finding.message(),
                announcement.epochNanos(),
                context,
                attributes(announcement, finding),
                origin.findings(),
                origin.resource());
    }

    private static Severity severity(dev.foreshock.api.Severity severity) {
        return switch (severity) {
            case INFO -> Severity.INFO;
            case WARNING -> Severity.WARN;
            case CRITICAL -> Severity.ERROR;
        };
    }

    private static Pairs attributes(Announcement announcement, Finding finding) {
        Pairs pairs = new Pairs()
                .put("foreshock.finding.type", finding.type())
                .put("foreshock.finding.severity", lower(finding.severity()))
                .put("foreshock.finding.state", lower(announcement.state()))
                .put("foreshock.finding.id", id(finding))
                .put("foreshock.finding.subject", finding.subject())
                .put("foreshock.finding.unit", finding.unitName())
                .put("foreshock.finding.count", finding.count())
                .put("foreshock.finding.occurrences", announcement.occurrences())
                .put("foreshock.finding.wasted_seconds", announcement.wastedNanos() / 1e9)
                .put("foreshock.finding.confidence", lower(finding.confidence()))
                .put("foreshock.finding.suggestion", finding.suggestion())
                .put("foreshock.finding.details", finding.details())
                .put("http.route", route(finding.unitName()));
        Target target = finding.target();
        Shape shape = finding.shape();
        boolean http = target != null && "http".equals(target.system());
        if (shape != null) {
            pairs.put(http ? "url.template" : "db.query.text", shape.text());
            if (!http) {
                pairs.put("db.query.summary", shape.summary());
            }
        }
        if (target != null && !http) {
            pairs.put("db.system.name", target.system());
            pairs.put("db.namespace", target.namespace());
        }
        SpanAttributes.server(pairs, target);
        SpanAttributes.code(pairs, finding.callSite());
        return pairs;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The route of a unit that is a request ({@code GET /orders}), else nothing. */
    private static String route(@org.jspecify.annotations.Nullable String unitName) {
        int slash = unitName == null ? -1 : unitName.indexOf(" /");
        return slash < 0 || unitName == null ? "" : unitName.substring(slash + 1);
    }
}
