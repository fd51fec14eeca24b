// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SDK's OTLP exporters. Retries are switched off, since {@link Outbox} does them without keeping the thread; so
 * are the exporters' metrics about themselves, which would go to the application's meter provider.
 *
 * <p>{@link MemoryMode#REUSABLE_DATA} allocates next to nothing for a span. It would read the fields of strings, through {@code
 * sun.misc.Unsafe} or method handles; what it needs for either is not in the agent's jar, so that it asks for their characters.
 */
final class OtlpExporters {
    private final LongUnaryOperator deadline;

    OtlpExporters(LongUnaryOperator deadline) {
        this.deadline = deadline;
    }

    SpanExporter spans(Endpoint endpoint, @Nullable Tls tls, Consumer<byte[]> accepted) {
        if (endpoint.grpc()) {
            OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
                    .setComponentLoader(new Senders(endpoint, tls, deadline, accepted))
                    .setEndpoint(endpoint.uri().toString())
                    .setTimeout(timeout(endpoint))
                    .setCompression(compression(endpoint))
                    .setHeaders(endpoint::headers)
                    .setRetryPolicy(null)
                    .setMemoryMode(MemoryMode.REUSABLE_DATA)
                    .setMeterProvider(MeterProvider.noop());
            return (tls == null ? builder : builder.setSslContext(tls.context(), tls.trust())).build();
        }
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setComponentLoader(new Senders(endpoint, tls, deadline, accepted))
                .setEndpoint(endpoint.uri().toString())
                .setTimeout(timeout(endpoint))
                .setCompression(compression(endpoint))
                .setHeaders(endpoint::headers)
                .setRetryPolicy(null)
                .setMemoryMode(MemoryMode.REUSABLE_DATA)
                .setMeterProvider(MeterProvider.noop());
        return (tls == null ? builder : builder.setSslContext(tls.context(), tls.trust())).build();
    }

    MetricExporter metrics(Endpoint endpoint, @Nullable Tls tls, Consumer<byte[]> accepted) {
        if (endpoint.grpc()) {
            OtlpGrpcMetricExporterBuilder builder = OtlpGrpcMetricExporter.builder()
                    .setComponentLoader(new Senders(endpoint, tls, deadline, accepted))
                    .setEndpoint(endpoint.uri().toString())
                    .setTimeout(timeout(endpoint))
                    .setCompression(compression(endpoint))
                    .setHeaders(endpoint::headers)
                    .setRetryPolicy(null)
                    .setMemoryMode(MemoryMode.REUSABLE_DATA)
                    .setMeterProvider(MeterProvider::noop);
            return (tls == null ? builder : builder.setSslContext(tls.context(), tls.trust())).build();
        }
        OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder()
                .setComponentLoader(new Senders(endpoint, tls, deadline, accepted))
                .setEndpoint(endpoint.uri().toString())
                .setTimeout(timeout(endpoint))
                .setCompression(compression(endpoint))
                .setHeaders(endpoint::headers)
                .setRetryPolicy(null)
                .setMemoryMode(MemoryMode.REUSABLE_DATA)
                .setMeterProvider(MeterProvider::noop);
        return (tls == null ? builder : builder.setSslContext(tls.context(), tls.trust())).build();
    }

    LogRecordExporter logs(Endpoint endpoint, @Nullable Tls tls, Consumer<byte[]> accepted) {
        if (endpoint.grpc()) {
            OtlpGrpcLogRecordExporterBuilder builder = OtlpGrpcLogRecordExporter.builder()
                    .setComponentLoader(new Senders(endpoint, tls, deadline, accepted))
                    .setEndpoint(endpoint.uri().toString())
                    .setTimeout(timeout(endpoint))
                    .setCompression(compression(endpoint))
                    .setHeaders(endpoint::headers)
                    .setRetryPolicy(null)
                    .setMemoryMode(MemoryMode.REUSABLE_DATA)
                    .setMeterProvider(MeterProvider.noop());
            return (tls == null ? builder : builder.setSslContext(tls.context(), tls.trust())).build();
        }
        OtlpHttpLogRecordExporterBuilder builder = OtlpHttpLogRecordExporter.builder()
                .setComponentLoader(new Senders(endpoint, tls, deadline, accepted))
                .setEndpoint(endpoint.uri().toString())
                .setTimeout(timeout(endpoint))
                .setCompression(compression(endpoint))
                .setHeaders(endpoint::headers)
                .setRetryPolicy(null)
                .setMemoryMode(MemoryMode.REUSABLE_DATA)
                .setMeterProvider(MeterProvider.noop());
        return (tls == null ? builder : builder.setSslContext(tls.context(), tls.trust())).build();
    }

    private static Duration timeout(Endpoint endpoint) {
        return Duration.ofNanos(endpoint.timeoutNanos());
    }

    private static String compression(Endpoint endpoint) {
        return endpoint.gzip() ? "gzip" : "none";
    }
}
