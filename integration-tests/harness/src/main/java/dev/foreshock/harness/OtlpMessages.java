// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns OTLP messages into the views that tests read. */
final class OtlpMessages {
    private OtlpMessages() {}

    static List<ReceivedSpan> spans(ByteString message) throws InvalidProtocolBufferException {
        List<ReceivedSpan> spans = new ArrayList<>();
        for (ResourceSpans resource :
                ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
            Map<String, Object> resourceAttributes =
                    attributes(resource.getResource().getAttributesList());
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                Scope from = scope(scope.getScope(), scope.getSchemaUrl(), resource.getSchemaUrl());
                for (Span span : scope.getSpansList()) {
                    spans.add(span(span, resourceAttributes, from));
                }
            }
        }
        return spans;
    }

    static List<ReceivedLog> logs(ByteString message) throws InvalidProtocolBufferException {
        List<ReceivedLog> logs = new ArrayList<>();
        for (ResourceLogs resource : ExportLogsServiceRequest.parseFrom(message).getResourceLogsList()) {
            Map<String, Object> resourceAttributes =
                    attributes(resource.getResource().getAttributesList());
            for (ScopeLogs scope : resource.getScopeLogsList()) {
                Scope from = scope(scope.getScope(), scope.getSchemaUrl(), resource.getSchemaUrl());
                for (LogRecord log : scope.getLogRecordsList()) {
                    logs.add(log(log, resourceAttributes, from));
                }
            }
        }
        return logs;
    }

    static List<ReceivedMetric> metrics(ByteString message) throws InvalidProtocolBufferException {
        List<ReceivedMetric> metrics = new ArrayList<>();
        for (ResourceMetrics resource :
                ExportMetricsServiceRequest.parseFrom(message).getResourceMetricsList()) {
            Map<String, Object> resourceAttributes =
                    attributes(resource.getResource().getAttributesList());
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                Scope from = scope(scope.getScope(), scope.getSchemaUrl(), resource.getSchemaUrl());
                scope.getMetricsList()
                        .forEach(metric -> metrics.add(OtlpMetrics.metric(metric, resourceAttributes, from)));
            }
        }
        return metrics;
    }

    static Map<String, Object> attributes(List<KeyValue> pairs) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (KeyValue pair : pairs) {
            attributes.put(pair.getKey(), value(pair.getValue()));
        }
        return Collections.unmodifiableMap(attributes);
    }

    private static ReceivedSpan span(Span span, Map<String, Object> resource, Scope scope) {
        return new ReceivedSpan(
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", ""),
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getTraceState(),
                attributes(span.getAttributesList()),
                resource,
                scope,
                status(span.getStatus()),
                span.getStatus().getMessage(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                span.getFlags(),
                span.getLinksList().stream()
                        .map(link -> new ReceivedSpan.Link(
                                hex(link.getTraceId()), hex(link.getSpanId()), attributes(link.getAttributesList())))
                        .toList(),
                span.getEventsList().stream()
                        .map(event -> new ReceivedSpan.Event(
                                event.getName(), event.getTimeUnixNano(), attributes(event.getAttributesList())))
                        .toList());
    }

    private static ReceivedLog log(LogRecord log, Map<String, Object> resource, Scope scope) {
        String severity = log.getSeverityText().isEmpty()
                ? log.getSeverityNumber().name().replace("SEVERITY_NUMBER_", "")
                : log.getSeverityText();
        return new ReceivedLog(
                log.getEventName(),
                severity,
                log.getSeverityNumberValue(),
                String.valueOf(value(log.getBody())),
                hex(log.getTraceId()),
                hex(log.getSpanId()),
                attributes(log.getAttributesList()),
                resource,
                scope,
                log.getTimeUnixNano());
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(OtlpMessages::value)
                        .toList();
            case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
            case BYTES_VALUE -> hex(value.getBytesValue());
            default -> "";
        };
    }

    private static Scope scope(InstrumentationScope scope, String ownSchema, String resourceSchema) {
        return new Scope(scope.getName(), scope.getVersion(), ownSchema.isEmpty() ? resourceSchema : ownSchema);
    }

    private static String status(Status status) {
        return status.getCode().name().replace("STATUS_CODE_", "");
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
