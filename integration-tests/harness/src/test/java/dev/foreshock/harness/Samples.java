// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;

/** OTLP messages built by hand. */
final class Samples {
    private static final Resource SHOP =
            Resource.newBuilder().addAttributes(text("service.name", "shop")).build();
    private static final InstrumentationScope SCOPE = InstrumentationScope.newBuilder()
            .setName("dev.foreshock.jdbc")
            .setVersion("1.2.3")
            .build();

    private Samples() {}

    static ByteString spans(String... names) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder().setScope(SCOPE).setSchemaUrl("https://schema/1");
        for (String name : names) {
            spans.addSpans(Span.newBuilder()
                    .setName(name)
                    .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                    .setTraceId(bytes(1, 16))
                    .setSpanId(bytes(2, 8))
                    .setParentSpanId(bytes(3, 8))
                    .setStartTimeUnixNano(1_000)
                    .setEndTimeUnixNano(3_500)
                    .setStatus(Status.newBuilder()
                            .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                            .setMessage("broken"))
                    .addAttributes(text("db.system.name", "postgresql"))
                    .addAttributes(value("rows", AnyValue.newBuilder().setIntValue(7)))
                    .addAttributes(value("ratio", AnyValue.newBuilder().setDoubleValue(0.5)))
                    .addAttributes(value("flagged", AnyValue.newBuilder().setBoolValue(true)))
                    .addAttributes(value(
                            "foreshock.findings",
                            AnyValue.newBuilder()
                                    .setArrayValue(ArrayValue.newBuilder()
                                            .addValues(AnyValue.newBuilder().setStringValue("n_plus_one"))))));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().setResource(SHOP).addScopeSpans(spans))
                .build()
                .toByteString();
    }

    static ByteString finding(String type) {
        LogRecord log = LogRecord.newBuilder()
                .setEventName("foreshock.finding")
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_WARN)
                .setBody(AnyValue.newBuilder().setStringValue("2,001 statements"))
                .addAttributes(text("foreshock.finding.type", type))
                .build();
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(SHOP)
                        .addScopeLogs(ScopeLogs.newBuilder().setScope(SCOPE).addLogRecords(log)))
                .build()
                .toByteString();
    }

    static ByteString histogram(String name) {
        HistogramDataPoint point = HistogramDataPoint.newBuilder()
                .setCount(3)
                .setSum(1.5)
                .addAllExplicitBounds(List.of(0.1, 1.0))
                .addAllBucketCounts(List.of(1L, 2L, 0L))
                .addAttributes(text("http.route", "/orders"))
                .build();
        Metric metric = Metric.newBuilder()
                .setName(name)
                .setUnit("s")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(point))
                .build();
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(SHOP)
                        .addScopeMetrics(
                                ScopeMetrics.newBuilder().setScope(SCOPE).addMetrics(metric)))
                .build()
                .toByteString();
    }

    private static KeyValue text(String key, String value) {
        return value(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue value(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static ByteString bytes(int value, int length) {
        byte[] bytes = new byte[length];
        bytes[length - 1] = (byte) value;
        return ByteString.copyFrom(bytes);
    }
}
