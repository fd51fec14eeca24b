// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as it arrived.
 *
 * @param traceId in hex
 * @param spanId in hex
 * @param parentSpanId in hex, empty at a root
 * @param kind {@code SERVER}, {@code CLIENT}, {@code INTERNAL}, {@code PRODUCER}, {@code CONSUMER}
 * @param attributes strings, {@link Boolean}, {@link Long}, {@link Double}, lists and maps of these
 * @param statusCode {@code UNSET}, {@code OK} or {@code ERROR}
 * @param startEpochNanos since 1970
 * @param endEpochNanos since 1970
 * @param flags W3C trace flags and OTLP's own bits above them
 */
public record ReceivedSpan(
        String name,
        String kind,
        String traceId,
        String spanId,
        String parentSpanId,
        String traceState,
        Map<String, Object> attributes,
        Map<String, Object> resource,
        Scope scope,
        String statusCode,
        String statusMessage,
        long startEpochNanos,
        long endEpochNanos,
        int flags,
        List<Link> links,
        List<Event> events) {

    /** A link to a span of this or another trace. */
    public record Link(String traceId, String spanId, Map<String, Object> attributes) {}

    /** Something that happened during the span. */
    public record Event(String name, long epochNanos, Map<String, Object> attributes) {}

    public boolean isRoot() {
        return parentSpanId.isEmpty();
    }

    public boolean isChildOf(ReceivedSpan other) {
        return traceId.equals(other.traceId) && parentSpanId.equals(other.spanId);
    }

    public long durationNanos() {
        return endEpochNanos - startEpochNanos;
    }

    /** The attribute's value, or {@code null}. */
    public @Nullable Object attribute(String key) {
        return attributes.get(key);
    }

    @Override
    public String toString() {
        return kind + " '" + name + "' trace=" + traceId + " span=" + spanId
                + (parentSpanId.isEmpty() ? "" : " parent=" + parentSpanId)
                + (statusCode.equals("UNSET") ? "" : " " + statusCode + " " + statusMessage) + " " + attributes;
    }
}
