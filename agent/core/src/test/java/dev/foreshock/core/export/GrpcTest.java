// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableLongPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcTest {
    private static final Metadata.Key<String> KEY = Metadata.Key.of("x-key", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static Rig rig(GrpcCollector collector) {
        return new Rig()
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
                .with("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    }

    @Test
    void allSignalsArriveCompressedAndWithTheirHeaders() throws IOException {
        try (GrpcCollector collector = new GrpcCollector();
                Rig rig = rig(collector)
                        .with("OTEL_EXPORTER_OTLP_HEADERS", "x-key=value")
                        .with("OTEL_METRIC_EXPORT_INTERVAL", "100")) {
            rig.metrics = List.of(gauge());
            rig.start().exporter().offer(Rig.simple("/orders"));
            rig.exporter().announce(new Announcement(Rig.finding(null), Announcement.State.OPEN, 1, 1, 1, 0, 0, 0));
            Rig.await(
                    () -> !collector.traces.isEmpty() && !collector.logs.isEmpty() && !collector.metrics.isEmpty(),
                    () -> rig.lines + " " + rig.dropped);

            assertEquals(2, collector.traces.get(0).getResourceSpans(0).getScopeSpansCount(), "a scope for each kind");
            for (Metadata headers : collector.headers) {
                assertEquals("value", headers.get(KEY));
                assertEquals("gzip", headers.get(Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER)));
            }
            assertEquals(List.of(), rig.lines);
        }
    }

    @Test
    void withoutCompression() throws IOException {
        try (GrpcCollector collector = new GrpcCollector();
                Rig rig = rig(collector)
                        .with("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> !collector.traces.isEmpty(), () -> rig.lines + " " + rig.dropped);
        }
    }

    @Test
    void anUnavailableBackendIsTriedAgain() throws IOException {
        try (GrpcCollector collector = new GrpcCollector();
                Rig rig = rig(collector)) {
            collector.answer = number -> number == 0 ? Status.UNAVAILABLE : Status.OK;
            rig.start().exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> !collector.traces.isEmpty(), () -> rig.lines + " " + rig.dropped);
            assertTrue(rig.lines.get(0).contains("gRPC status 14 UNAVAILABLE"), rig.lines::toString);
            assertEquals(0, rig.dropped.size(), rig.dropped::toString);
        }
    }

    /** google.rpc.Status with a RetryInfo of two seconds, as protobuf's own encoder writes it. */
    @Test
    void anExhaustedBackendIsGivenTheTimeItAsksFor() throws IOException {
        byte[] delay = {0x08, 0x02};
        com.google.protobuf.ByteString retryInfo =
                com.google.protobuf.ByteString.copyFrom(new byte[] {0x0A, (byte) delay.length, delay[0], delay[1]});
        com.google.protobuf.Any any = com.google.protobuf.Any.newBuilder()
                .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
                .setValue(retryInfo)
                .build();
        byte[] packed = any.toByteArray();
        byte[] status = new byte[packed.length + 4];
        status[0] = 0x08;
        status[1] = 8;
        status[2] = 0x1A;
        status[3] = (byte) packed.length;
        System.arraycopy(packed, 0, status, 4, packed.length);
        try (GrpcCollector collector = new GrpcCollector();
                Rig rig = rig(collector)) {
            collector.trailers.put(DETAILS, status);
            collector.answer = number -> number == 0 ? Status.RESOURCE_EXHAUSTED : Status.OK;
            long start = System.nanoTime();
            rig.start().exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> !collector.traces.isEmpty(), () -> rig.lines + " " + rig.dropped);
            assertTrue(System.nanoTime() - start >= Duration.ofSeconds(2).toNanos());
        }
    }

    @Test
    void anExhaustedBackendThatSaysNothingOfATimeIsNotTriedAgain() throws IOException {
        try (GrpcCollector collector = new GrpcCollector();
                Rig rig = rig(collector)) {
            collector.answer = number -> Status.RESOURCE_EXHAUSTED;
            rig.start().exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_refused") == 2, () -> rig.lines + " " + rig.dropped);
        }
    }

    @Test
    void anAnswerOfManyMegabytesIsNotReadToItsEnd() throws IOException {
        try (GrpcCollector collector = new GrpcCollector();
                Rig rig = rig(collector)) {
            collector.response = new byte[10 << 20];
            rig.start().exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_refused") == 2, () -> rig.lines + " " + rig.dropped);
        }
    }

    @Test
    void aBackendThatHangsIsGivenUpAtTheTimeout() throws IOException {
        try (BadServer server = new BadServer((socket, in, out) -> in.readAllBytes());
                Rig rig = new Rig()
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", server.url())
                        .with("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                        .with("OTEL_EXPORTER_OTLP_TIMEOUT", "300")
                        .with("OTEL_BSP_EXPORT_TIMEOUT", "300")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.lines + " " + rig.dropped);
            assertTrue(
                    rig.lines.get(0).startsWith("Cannot export spans to " + server.url() + ": "), rig.lines::toString);
        }
    }

    static MetricData gauge() {
        return ImmutableMetricData.createLongGauge(
                Resource.empty(),
                InstrumentationScopeInfo.create("test"),
                "test.gauge",
                "",
                "1",
                ImmutableGaugeData.create(List.of(ImmutableLongPointData.create(1, 2, Attributes.empty(), 3))));
    }
}
