// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Link;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceConverterTest {
    private static final int MIN_COUNT = 10;

    private final Origin origin = new Origin(Resource.empty());
    private final Map<String, Long> dropped = new HashMap<>();
    private final List<LogRecordData> records = new ArrayList<>();

    private TraceConverter converter(int compositeMinCount) {
        ExceptionEntries exceptions = new ExceptionEntries(
                origin, new ExceptionText("redacted"), (reason, count) -> dropped.merge(reason, count, Long::sum));
        return new TraceConverter(origin, exceptions, compositeMinCount);
    }

    private List<SpanData> convert(LocalTrace unit) {
        List<SpanData> spans = new ArrayList<>();
        converter(MIN_COUNT).convert(unit, spans, records);
        return spans;
    }

    private static Object attribute(SpanData span, String key) {
        return span.getAttributes().asMap().entrySet().stream()
                .filter(entry -> entry.getKey().getKey().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static List<SpanData> composites(List<SpanData> spans) {
        return spans.stream()
                .filter(span -> attribute(span, "foreshock.composite.count") != null)
                .toList();
    }

    @Test
    void repeatedSiblingsBecomeTheFirstFiveTheSlowestAndAComposite() {
        LocalTrace unit = Rig.request("/orders");
        for (int i = 0; i < 200; i++) {
            Rig.add(unit, Rig.query(unit, i == 150 ? 9_000_000 : 1_000_000));
        }
        List<SpanData> spans = convert(Rig.end(unit));

        assertEquals(1 + 5 + 1 + 1, spans.size());
        SpanData composite = composites(spans).get(0);
        assertEquals(194L, attribute(composite, "foreshock.composite.count"));
        assertEquals(0.194, (Double) attribute(composite, "foreshock.composite.duration"), 1e-9);
        assertEquals("SELECT items", composite.getName());
        assertEquals("select * from items where id = ?", attribute(composite, "db.query.text"));
        assertTrue(spans.stream().anyMatch(span -> span.getEndEpochNanos() - span.getStartEpochNanos() == 9_000_000));
        assertEquals(SpanId.fromLong(unit.root().spanId()), composite.getParentSpanId());
        Set<String> ids = new HashSet<>();
        spans.forEach(span -> assertTrue(ids.add(span.getSpanId()), "an id twice"));
    }

    @Test
    void fewSiblingsStayAsTheyAre() {
        LocalTrace unit = Rig.request("/orders");
        for (int i = 0; i < MIN_COUNT - 1; i++) {
            Rig.add(unit, Rig.query(unit, 1_000));
        }
        assertEquals(MIN_COUNT, convert(Rig.end(unit)).size());
    }

    @Test
    void compositesCanBeSwitchedOff() {
        LocalTrace unit = Rig.request("/orders");
        for (int i = 0; i < 100; i++) {
            Rig.add(unit, Rig.query(unit, 1_000));
        }
        List<SpanData> spans = new ArrayList<>();
        converter(0).convert(Rig.end(unit), spans, records);
        assertEquals(101, spans.size());
    }

    @Test
    void siblingsThatFailedOrPropagatedOrHaveChildrenOrLinksOrShowAFindingKeepTheirSpan() {
        LocalTrace unit = Rig.request("/orders");
        List<Operation> special = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Operation query = Rig.query(unit, 1_000);
            if (i == 50) {
                query.fail("42P01", Outcome.REMOTE_ERROR);
            } else if (i == 60) {
                query.propagated();
            } else if (i == 70) {
                Rig.add(unit, Rig.call(unit, query, Kind.INTERNAL, 10));
            } else if (i == 80) {
                unit.flag(Rig.finding(query));
            } else if (i == 90) {
                query = linked(unit);
            }
            if (i == 50 || i == 60 || i == 70 || i == 80 || i == 90) {
                special.add(query);
            }
            Rig.add(unit, query);
        }
        List<SpanData> spans = convert(Rig.end(unit));

        assertEquals(100 - 5 - 5L, attribute(composites(spans).get(0), "foreshock.composite.count"));
        for (Operation each : special) {
            String id = SpanId.fromLong(each.spanId());
            assertTrue(spans.stream()
                    .anyMatch(span ->
                            span.getSpanId().equals(id) && attribute(span, "foreshock.composite.count") == null));
        }
    }

    private static Operation linked(LocalTrace unit) {
        Operation query = new Operation(
                unit, unit.root(), Kind.DATABASE, Rig.id(), unit.root().startNanos());
        query.link(new Link(1, 2, 3, 1));
        query.shape(Rig.SELECT);
        query.target(Rig.ORDERS);
        query.close(query.startNanos() + 1_000);
        return query;
    }

    @Test
    void siblingsOfDifferentParentsAreNotMixed() {
        LocalTrace unit = Rig.request("/orders");
        for (int p = 0; p < 2; p++) {
            Operation parent = Rig.call(unit, unit.root(), Kind.INTERNAL, 10);
            parent.name("parent " + p);
            for (int i = 0; i < 20; i++) {
                Rig.add(unit, Rig.query(unit, parent, 1_000));
            }
            Rig.add(unit, parent);
        }
        List<SpanData> composites = composites(convert(Rig.end(unit)));
        assertEquals(2, composites.size());
        assertNotEquals(composites.get(0).getParentSpanId(), composites.get(1).getParentSpanId());
    }

    @Test
    void whatWasOnlyCountedIsInTheComposite() {
        LocalTrace unit = Rig.request("/orders");
        for (int i = 0; i < LocalTrace.MAX_OPERATIONS + 1_000; i++) {
            Rig.add(unit, Rig.query(unit, 1_000));
        }
        List<SpanData> spans = convert(Rig.end(unit));
        long single = spans.size() - 2;
        SpanData composite = composites(spans).get(0);
        assertEquals(LocalTrace.MAX_OPERATIONS + 1_000 - single, attribute(composite, "foreshock.composite.count"));
        assertEquals(
                (LocalTrace.MAX_OPERATIONS + 1_000 - single) * 1e-6,
                (Double) attribute(composite, "foreshock.composite.duration"),
                1e-9);
        assertEquals(1_000L, attribute(spans.get(0), "foreshock.operations.counted_only"));
    }

    @Test
    void aParentThatWasOnlyCountedIsPassedOver() {
        LocalTrace unit = Rig.request("/orders");
        Operation lost = Rig.call(unit, unit.root(), Kind.INTERNAL, 100);
        Operation child = Rig.query(unit, lost, 10);
        Rig.add(unit, child);
        List<SpanData> spans = convert(Rig.end(unit));
        assertEquals(SpanId.fromLong(unit.root().spanId()), spans.get(1).getParentSpanId());
    }

    @Test
    void aParentThatIsStillOpenWillFollow() {
        LocalTrace unit = Rig.request("/orders");
        Operation open = new Operation(
                unit, unit.root(), Kind.INTERNAL, Rig.id(), unit.root().startNanos());
        Rig.add(unit, Rig.query(unit, open, 10));
        List<SpanData> spans = convert(Rig.end(unit));
        assertEquals(SpanId.fromLong(open.spanId()), spans.get(1).getParentSpanId());

        open.close(System.nanoTime());
        List<SpanData> late = new ArrayList<>();
        converter(MIN_COUNT).convertLate(open, late, records);
        assertEquals(SpanId.fromLong(open.spanId()), late.get(0).getSpanId());
        assertEquals(SpanId.fromLong(unit.root().spanId()), late.get(0).getParentSpanId());
    }

    @Test
    void anExceptionIsRecordedOnceWhereItWasThrown() {
        LocalTrace unit = Rig.request("/orders");
        IllegalStateException thrown = new IllegalStateException("Order 4711 is missing");
        Operation call = Rig.call(unit, unit.root(), Kind.HTTP, 10);
        call.fail(thrown);
        Rig.add(unit, call);
        unit.root().fail(thrown);
        List<SpanData> spans = convert(Rig.end(unit));

        assertEquals(1, records.size());
        LogRecordData record = records.get(0);
        assertEquals("exception", record.getEventName());
        assertEquals(SpanId.fromLong(call.spanId()), record.getSpanContext().getSpanId());
        assertEquals(spans.get(0).getTraceId(), record.getSpanContext().getTraceId());
        assertEquals(
                "java.lang.IllegalStateException",
                record.getAttributes().get(AttributeKey.stringKey("exception.type")));
        assertEquals("Order ? is missing", record.getAttributes().get(AttributeKey.stringKey("exception.message")));
        String trace = record.getAttributes().get(AttributeKey.stringKey("exception.stacktrace"));
        assertTrue(trace.contains("TraceConverterTest.anExceptionIsRecordedOnceWhereItWasThrown"), trace);
        assertFalse(trace.contains("4711"), trace);
        for (SpanData span : spans) {
            assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
            assertEquals("java.lang.IllegalStateException", attribute(span, "error.type"));
            assertEquals("java.lang.IllegalStateException", attribute(span, "exception.type"));
            assertEquals(0, span.getEvents().size());
        }
    }

    @Test
    void exceptionsOfOneUnitAreLimited() {
        LocalTrace unit = Rig.request("/orders");
        for (int i = 0; i < 50; i++) {
            Operation call = Rig.call(unit, unit.root(), Kind.HTTP, 10);
            call.fail(new IllegalStateException());
            Rig.add(unit, call);
        }
        convert(Rig.end(unit));
        assertEquals(20, records.size());
        assertEquals(30L, dropped.get("exceptions_over_limit"));
    }

    @Test
    void aClientCall() {
        LocalTrace unit = Rig.request("/orders");
        Operation call = Rig.call(unit, unit.root(), Kind.HTTP, 10);
        call.shape(new Shape(1, "/users/{id}", "GET /users/{id}", "GET", List.of(), 0, 0, Shape.READS));
        call.target(new Target("http", "users.example", 443, null));
        call.attribute("url.full", "https://users.example/users/1");
        call.attribute("url.template", "/users/{id}");
        call.resendCount(2);
        call.status(503);
        call.fail("503", Outcome.REMOTE_ERROR);
        Rig.add(unit, call);
        SpanData span = convert(Rig.end(unit)).get(1);

        assertEquals("GET /users/{id}", span.getName());
        assertEquals(SpanKind.CLIENT, span.getKind());
        assertEquals("GET", attribute(span, "http.request.method"));
        assertEquals(503L, attribute(span, "http.response.status_code"));
        assertEquals("503", attribute(span, "error.type"));
        assertEquals(2L, attribute(span, "http.request.resend_count"));
        assertEquals("users.example", attribute(span, "server.address"));
        assertEquals(443L, attribute(span, "server.port"));
        assertEquals("https://users.example/users/1", attribute(span, "url.full"));
        assertEquals("dev.foreshock.http", span.getInstrumentationScopeInfo().getName());
        assertEquals(
                "https://opentelemetry.io/schemas/1.44.0",
                span.getInstrumentationScopeInfo().getSchemaUrl());
    }

    @Test
    void aRemoteProcedureCall() {
        LocalTrace unit = Rig.request("/orders");
        Operation call = Rig.call(unit, unit.root(), Kind.RPC, 10);
        call.shape(new Shape(1, "shop.Orders/Find", "shop.Orders/Find", "shop.Orders/Find", List.of(), 0, 0, 0));
        call.target(new Target("grpc", "orders.example", 8080, null));
        call.attribute("rpc.response.status_code", "UNAVAILABLE");
        call.resendCount(1);
        call.fail("UNAVAILABLE", Outcome.REMOTE_ERROR);
        Rig.add(unit, call);
        SpanData span = convert(Rig.end(unit)).get(1);

        assertEquals("shop.Orders/Find", span.getName());
        assertEquals(SpanKind.CLIENT, span.getKind());
        assertEquals("grpc", attribute(span, "rpc.system.name"));
        assertEquals("shop.Orders/Find", attribute(span, "rpc.method"));
        assertEquals("UNAVAILABLE", attribute(span, "rpc.response.status_code"));
        assertEquals("UNAVAILABLE", attribute(span, "error.type"));
        assertEquals(1L, attribute(span, "foreshock.resend_count"));
        assertEquals("orders.example", attribute(span, "server.address"));
        assertEquals(8080L, attribute(span, "server.port"));
    }

    @Test
    void aBatch() {
        LocalTrace unit = Rig.request("/orders");
        Operation batch = Rig.query(unit, 10);
        batch.batchSize(50);
        Rig.add(unit, batch);
        SpanData span = convert(Rig.end(unit)).get(1);
        assertEquals("BATCH SELECT", attribute(span, "db.operation.name"));
        assertEquals(50L, attribute(span, "db.operation.batch.size"));
    }

    @Test
    void messages() {
        long now = System.nanoTime();
        LocalTrace unit = new LocalTrace(1, 2, 3, true, null, null, Kind.MESSAGE, Rig.id(), now, 0);
        unit.method("process");
        unit.route("orders");
        unit.root().target(new Target("kafka", "broker.example", 9092, null));
        Operation publish = Rig.call(unit, unit.root(), Kind.PUBLISH, 10);
        publish.shape(new Shape(1, "invoices", "send invoices", "send", List.of("invoices"), 0, 0, 0));
        publish.target(new Target("kafka", "broker.example", 9092, null));
        Rig.add(unit, publish);
        List<SpanData> spans = convert(Rig.end(unit));

        assertEquals("process orders", spans.get(0).getName());
        assertEquals(SpanKind.CONSUMER, spans.get(0).getKind());
        assertEquals("orders", attribute(spans.get(0), "messaging.destination.name"));
        assertEquals("kafka", attribute(spans.get(0), "messaging.system"));
        assertTrue(spans.get(0).getParentSpanContext().isRemote());
        assertEquals("send invoices", spans.get(1).getName());
        assertEquals(SpanKind.PRODUCER, spans.get(1).getKind());
        assertEquals("send", attribute(spans.get(1), "messaging.operation.type"));
        assertEquals("invoices", attribute(spans.get(1), "messaging.destination.name"));
    }

    @Test
    void whatAnInstrumentationSetsWins() {
        LocalTrace unit = Rig.request("/orders");
        Operation query = Rig.query(unit, 10);
        query.attribute("server.address", "other.example");
        Rig.add(unit, query);
        assertEquals("other.example", attribute(convert(Rig.end(unit)).get(1), "server.address"));
    }

    @Test
    void anUnsampledTraceThatIsKeptSaysSo() {
        LocalTrace unit = Rig.request("/orders", null, 0, false);
        SpanData root = convert(Rig.end(unit)).get(0);
        assertFalse(root.getSpanContext().isSampled());
        assertFalse(root.getParentSpanContext().isValid());
        assertSame(origin.resource(), root.getResource());
        assertNull(attribute(root, "foreshock.findings"));
    }

    @Test
    void attributesAreCutAndReplaced() {
        Pairs pairs = new Pairs()
                .put("a", "x".repeat(100_000))
                .put("b", 1)
                .put("b", "two")
                .put("c", null)
                .put("d", "");
        assertEquals(8 << 10, pairs.get(AttributeKey.stringKey("a")).length());
        assertEquals("two", pairs.get(AttributeKey.stringKey("b")));
        assertEquals(2, pairs.size());
        pairs.remove("a");
        assertEquals(Map.of(AttributeKey.stringKey("b"), "two"), pairs.asMap());
    }

    @Test
    void executionsOfOneStatementShareWhatIsTheirsAndNothingElse() {
        Target other = new Target("postgresql", "db2.example", 0, "archive");
        LocalTrace unit = Rig.request("/orders");
        Operation plain = Rig.query(unit, 1_000);
        Operation elsewhere = Rig.query(unit, 1_000);
        elsewhere.target(other);
        Operation batch = Rig.query(unit, 1_000);
        batch.batchSize(3);
        Operation own = Rig.query(unit, 1_000);
        own.attribute("db.namespace", "own");
        Operation again = Rig.query(unit, 1_000);
        for (Operation operation : List.of(plain, elsewhere, batch, own, again)) {
            Rig.add(unit, operation);
        }
        List<SpanData> spans = convert(Rig.end(unit));
        SpanData first = spans.get(1);
        assertEquals("shop", attribute(first, "db.namespace"));
        assertEquals("db.example", attribute(first, "server.address"));
        assertEquals(5432L, attribute(first, "server.port"));
        assertEquals("archive", attribute(spans.get(2), "db.namespace"));
        assertEquals("db2.example", attribute(spans.get(2), "server.address"));
        assertNull(attribute(spans.get(2), "server.port"));
        assertEquals("BATCH SELECT", attribute(spans.get(3), "db.operation.name"));
        assertEquals(3L, attribute(spans.get(3), "db.operation.batch.size"));
        assertEquals("own", attribute(spans.get(4), "db.namespace"));
        assertEquals(first.getAttributes().asMap(), spans.get(5).getAttributes().asMap());
    }

    @Test
    void noneOfManyStatementsIsTakenForAnother() {
        LocalTrace unit = Rig.request("/orders");
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String table = "table" + i % 250;
            Operation query = Rig.query(unit, 1_000);
            // Some with the same hash: only the place is found by it.
            query.shape(new Shape(i % 40, "select " + table, table, "SELECT", List.of(table), 0, i, Shape.READS));
            query.target(new Target("postgresql", "db" + i % 2, 5432, "shop" + i % 3));
            operations.add(query);
        }
        List<SpanData> spans = new ArrayList<>();
        TraceConverter converter = converter(MIN_COUNT);
        for (int round = 0; round < 2; round++) {
            for (Operation operation : operations) {
                converter.convertLate(operation, spans, new ArrayList<>());
            }
        }
        for (int i = 0; i < spans.size(); i++) {
            int which = i % 500;
            SpanData span = spans.get(i);
            assertEquals("select table" + which % 250, attribute(span, "db.query.text"));
            assertEquals("table" + which % 250, attribute(span, "db.collection.name"));
            assertEquals("db" + which % 2, attribute(span, "server.address"));
            assertEquals("shop" + which % 3, attribute(span, "db.namespace"));
        }
    }
}
