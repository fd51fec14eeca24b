// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Link;
import dev.foreshock.api.Links;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.config.Version;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExporterTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aRequestWithAQueryArrivesAsTwoSpans() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).start()) {
            LocalTrace unit = Rig.request("/orders", "vendor=1,other=2", 0x1234L, true);
            unit.root().status(200);
            unit.root().attribute("url.path", "/orders");
            Rig.add(unit, Rig.query(unit, 1_000_000));
            assertTrue(rig.exporter().offer(Rig.end(unit)));
            Rig.await(() -> collector.spans().size() == 2, () -> collector.spans() + " " + rig.lines);

            Span request = collector.span("GET /orders");
            assertEquals("0af7651916cd43dd8448eb211c80319c", hex(request.getTraceId()));
            assertEquals("0000000000001234", hex(request.getParentSpanId()));
            assertEquals("vendor=1,other=2", request.getTraceState());
            assertEquals(Span.SpanKind.SPAN_KIND_SERVER, request.getKind());
            assertEquals(5_000_000, request.getEndTimeUnixNano() - request.getStartTimeUnixNano());
            assertEquals(
                    Map.of(
                            "http.request.method",
                            "GET",
                            "http.route",
                            "/orders",
                            "http.response.status_code",
                            200L,
                            "url.path",
                            "/orders"),
                    Collector.attributes(request.getAttributesList()));

            Span query = collector.span("SELECT items");
            assertEquals(request.getSpanId(), query.getParentSpanId());
            assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, query.getKind());
            assertEquals(
                    Map.of(
                            "db.system.name",
                            "postgresql",
                            "db.namespace",
                            "shop",
                            "db.operation.name",
                            "SELECT",
                            "db.collection.name",
                            "items",
                            "db.query.summary",
                            "SELECT items",
                            "db.query.text",
                            "select * from items where id = ?",
                            "server.address",
                            "db.example",
                            "server.port",
                            5432L),
                    Collector.attributes(query.getAttributesList()));
            assertEquals(List.of(), rig.lines);
        }
    }

    @Test
    void aBatchArrivesWithALinkToEachMessageAndTheNumberOfThoseLeftOut() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).start()) {
            LocalTrace unit = Rig.request("/orders");
            for (int i = 1; i <= Links.MAX + 3; i++) {
                unit.root().link(new Link(0x0AL << 56, i, 0x0B00L + i, i % 2));
            }
            Operation query = Rig.call(unit, unit.root(), Kind.DATABASE, 0);
            Rig.add(unit, query);
            assertTrue(rig.exporter().offer(Rig.end(unit)));
            Rig.await(() -> collector.spans().size() == 2, () -> collector.spans() + " " + rig.lines);

            Span root = collector.span("GET /orders");
            assertEquals(Links.MAX, root.getLinksCount());
            assertEquals(3, root.getDroppedLinksCount());
            assertEquals(
                    "0a000000000000000000000000000001", hex(root.getLinks(0).getTraceId()));
            assertEquals("0000000000000b01", hex(root.getLinks(0).getSpanId()));
            assertEquals(1, root.getLinks(0).getFlags() & 0xFF);
            assertEquals("0000000000000b02", hex(root.getLinks(1).getSpanId()));
            assertEquals(0, root.getLinks(1).getFlags() & 0xFF);
            assertEquals(
                    0,
                    collector.spans().stream()
                            .filter(span -> !span.equals(root))
                            .mapToInt(Span::getLinksCount)
                            .sum());
        }
    }

    @Test
    void aFindingLeavesWithoutWaitingForTheSchedule() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig()
                        .to(collector)
                        .with("OTEL_BSP_SCHEDULE_DELAY", "3600000")
                        .start()) {
            assertTrue(rig.exporter()
                    .announce(new Announcement(
                            Rig.finding(null), Announcement.State.OPEN, 3, 4_500_000_000L, 99, 1, 2, 3)));
            Rig.await(() -> !collector.records().isEmpty(), () -> "nothing arrived " + rig.lines);

            LogRecord record = collector.records().get(0);
            assertEquals("foreshock.finding", record.getEventName());
            assertEquals(SeverityNumber.SEVERITY_NUMBER_ERROR, record.getSeverityNumber());
            assertEquals(
                    "200 queries where one would do, at OrderService.java:42",
                    record.getBody().getStringValue());
            assertEquals("00000000000000010000000000000002", hex(record.getTraceId()));
            assertEquals("0000000000000003", hex(record.getSpanId()));
            Map<String, Object> attributes = Collector.attributes(record.getAttributesList());
            assertEquals("n_plus_one", attributes.get("foreshock.finding.type"));
            assertEquals("critical", attributes.get("foreshock.finding.severity"));
            assertEquals("open", attributes.get("foreshock.finding.state"));
            assertEquals("0000000000000abc", attributes.get("foreshock.finding.id"));
            assertEquals(200L, attributes.get("foreshock.finding.count"));
            assertEquals(3L, attributes.get("foreshock.finding.occurrences"));
            assertEquals(4.5, attributes.get("foreshock.finding.wasted_seconds"));
            assertEquals("high", attributes.get("foreshock.finding.confidence"));
            assertEquals("Use a join fetch.", attributes.get("foreshock.finding.suggestion"));
            assertEquals("/orders", attributes.get("http.route"));
            assertEquals("select * from items where id = ?", attributes.get("db.query.text"));
            assertEquals("db.example", attributes.get("server.address"));
            assertEquals("shop.OrderService.total", attributes.get("code.function.name"));
            assertEquals(42L, attributes.get("code.line.number"));
        }
    }

    @Test
    void theSpanThatShowsAFindingBestCarriesIt() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).start()) {
            LocalTrace unit = Rig.request("/orders");
            Operation query = Rig.query(unit, 1_000_000);
            Rig.add(unit, query);
            unit.flag(Rig.finding(query));
            rig.exporter().offer(Rig.end(unit));
            Rig.await(() -> collector.spans().size() == 2, () -> collector.spans() + " " + rig.lines);

            Map<String, Object> root =
                    Collector.attributes(collector.span("GET /orders").getAttributesList());
            assertEquals(List.of("n_plus_one"), root.get("foreshock.findings"));
            Map<String, Object> shown =
                    Collector.attributes(collector.span("SELECT items").getAttributesList());
            assertEquals("0000000000000abc", shown.get("foreshock.finding.id"));
            assertEquals("Use a join fetch.", shown.get("foreshock.finding.suggestion"));
            assertEquals("OrderService.java", shown.get("code.file.path"));
        }
    }

    @Test
    void requestsAreCompressedAndCarryTheHeaders() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig()
                        .to(collector)
                        .with("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + rig.dropped);
            Map<String, List<String>> headers = collector.headers.get(0);
            assertEquals(List.of("a b"), headers.get("X-key"));
            assertEquals(List.of("gzip"), headers.get("Content-encoding"));
            assertEquals(List.of("application/x-protobuf"), headers.get("Content-type"));
            assertEquals("/v1/traces", collector.paths.get(0));
            assertEquals(
                    "foreshock",
                    Collector.attributes(collector.resource().getAttributesList())
                            .get("telemetry.distro.name"));
        }
    }

    @Test
    void withoutCompression() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig()
                        .to(collector)
                        .with("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none")
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + rig.dropped);
            assertNull(collector.headers.get(0).get("Content-encoding"));
        }
    }

    @Test
    void aFullBatchDoesNotWaitForTheSchedule() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig()
                        .to(collector)
                        .with("OTEL_BSP_SCHEDULE_DELAY", "3600000")
                        .with("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "10")
                        .start()) {
            Rig.simples("/orders", 30).forEach(rig.exporter()::offer);
            Rig.await(
                    () -> collector.spans().size() == 60,
                    () -> collector.spans().size() + " " + rig.lines);
            assertTrue(collector.traces.size() >= 6, "no request holds more than a batch");
        }
    }

    @Test
    void anOperationThatEndsAfterItsUnitFollows() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).start()) {
            LocalTrace unit = Rig.simple("/orders");
            rig.exporter().offer(unit);
            Operation late = Rig.query(unit, 1_000);
            late.name("late");
            rig.exporter().offerLate(late);
            Rig.await(() -> collector.spans().size() == 3, () -> rig.lines + " " + rig.dropped);
            assertEquals(
                    collector.span("GET /orders").getSpanId(),
                    collector.span("late").getParentSpanId());
        }
    }

    @Test
    void whatWasThrownIsForgottenOnceItIsExported() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).start()) {
            LocalTrace unit = Rig.request("/orders");
            Operation query = Rig.query(unit, 1_000);
            query.fail(new IllegalStateException("query"));
            Rig.add(unit, query);
            unit.root().fail(new IllegalStateException("request"));
            rig.exporter().offer(Rig.end(unit));
            Operation late = Rig.query(unit, 1_000);
            late.fail(new IllegalStateException("late"));
            rig.exporter().offerLate(late);
            Rig.await(() -> collector.records().size() == 3, () -> rig.lines + " " + rig.dropped);
            for (Operation operation : List.of(unit.root(), query, late)) {
                assertNull(operation.error());
                assertEquals("java.lang.IllegalStateException", operation.errorType());
            }
        }
    }

    @Test
    void whatMetricsHoldBackFollowsLongBeforeTheirInterval() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig()) {
            rig.to(collector).with("OTEL_METRIC_EXPORT_INTERVAL", "3600000");
            rig.metrics = List.of(GrpcTest.gauge());
            rig.holdingBack = 1;
            rig.start().exporter().flush(Duration.ofSeconds(20).toNanos());
            Rig.await(() -> collector.metrics.size() == 2, () -> "a process may be frozen after the flush");
            rig.holdingBack = 1;
            rig.exporter().shutdown(Duration.ofSeconds(20).toNanos());
            Rig.await(() -> collector.metrics.size() == 4, () -> "or end");
        }
    }

    @Test
    void metricsLeaveAtTheirInterval() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).with("OTEL_METRIC_EXPORT_INTERVAL", "50")) {
            rig.metrics = List.of(GrpcTest.gauge());
            rig.start();
            Rig.await(() -> collector.metrics.size() > 2, () -> rig.lines + " " + rig.dropped);
            assertEquals("test.gauge", collector.metrics().get(0).getName());
            assertEquals("/v1/metrics", collector.paths.get(0));
        }
    }

    @Test
    void theEndOfTheProcessFlushesEverything() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector).with("OTEL_BSP_SCHEDULE_DELAY", "3600000")) {
            rig.metrics = List.of(GrpcTest.gauge());
            rig.start();
            Rig.simples("/orders", 200).forEach(rig.exporter()::offer);
            rig.exporter().announce(new Announcement(Rig.finding(null), Announcement.State.OPEN, 1, 1, 1, 0, 0, 0));
            rig.exporter().shutdown(Duration.ofSeconds(20).toNanos());

            Rig.await(
                    () -> collector.spans().size() == 400,
                    () -> collector.spans().size() + " " + rig.lines);
            Rig.await(() -> !collector.metrics().isEmpty(), () -> rig.lines + " " + rig.dropped);
            Rig.await(() -> collector.records().size() == 1, () -> rig.lines + " " + rig.dropped);
            assertEquals(0, rig.dropped.size(), rig.dropped::toString);
            assertFalse(rig.exporter().offer(Rig.simple("/late")));
        }
    }

    @Test
    void whatABackendTakesOnlyInPartIsCounted() throws IOException {
        byte[] partial = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(1)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray();
        try (Collector collector = new Collector();
                Rig rig = new Rig().to(collector)) {
            collector.answer = exchange -> {
                exchange.sendResponseHeaders(200, partial.length);
                exchange.getResponseBody().write(partial);
            };
            rig.start().exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_refused") == 1, () -> rig.lines + " " + rig.dropped);
            Rig.await(() -> rig.lines.size() == 1, () -> rig.lines.toString());
            assertTrue(rig.lines.get(0).contains("took only a part"), rig.lines::toString);
            assertTrue(rig.lines.get(0).contains("too old"), rig.lines::toString);
        }
    }

    @Test
    void theVersionIsTheBuilds() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        int from = pom.indexOf("<version>") + "<version>".length();
        assertEquals(pom.substring(from, pom.indexOf("</version>")), Version.VALUE);
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HEX.formatHex(bytes.toByteArray());
    }
}
