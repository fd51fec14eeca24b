// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/** A log record as the SDK's exporters read it. */
record LogEntry(
        String eventName,
        Severity severity,
        String text,
        long epochNanos,
        SpanContext context,
        Pairs attributes,
        InstrumentationScopeInfo scope,
        Resource resource)
        implements LogRecordData {
    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return scope;
    }

    @Override
    public long getTimestampEpochNanos() {
        return epochNanos;
    }

    @Override
    public long getObservedTimestampEpochNanos() {
        return epochNanos;
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public Severity getSeverity() {
        return severity;
    }

    @Override
    public String getSeverityText() {
        return severity.name();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // the interface still demands it; exporters read the value
    public io.opentelemetry.sdk.logs.data.Body getBody() {
        return io.opentelemetry.sdk.logs.data.Body.string(text);
    }

    @Override
    public @Nullable Value<?> getBodyValue() {
        return Value.of(text);
    }

    @Override
    public Pairs getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public String getEventName() {
        return eventName;
    }
}
