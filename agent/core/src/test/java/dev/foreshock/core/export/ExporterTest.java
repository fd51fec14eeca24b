// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
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

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HEX.formatHex(bytes.toByteArray());
    }
}
