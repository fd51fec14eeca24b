// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final long MILLI = 1_000_000;
    private static final Target ORDERS = new Target("postgresql", "db.internal", 5432, "shop");
    private static final Shape SELECT = new Shape(
            42, "SELECT * FROM orders WHERE id = ?", "SELECT orders", "SELECT", List.of("orders"), 0, 0, Shape.READS);

    private final Map<String, String> environment = new HashMap<>();
    private final Resource resource = Resource.create(Attributes.empty());
    private final InstrumentationScopeInfo scope = InstrumentationScopeInfo.create("dev.foreshock");
    private final Metrics metrics = new Metrics(Settings.of(environment::get, name -> null, complaint -> {}));

    @Test
    void aStatementIsADatabaseClientOperationWithConventionalNameUnitAttributesAndBounds() {
        metrics.ended(statement(3 * MILLI));
        metrics.ended(statement(30 * MILLI));

        MetricData metric = collect().get("db.client.operation.duration");

        assertEquals("s", metric.getUnit());
        assertSame(resource, metric.getResource());
        assertSame(scope, metric.getInstrumentationScopeInfo());
        HistogramPointData point = onlyPoint(metric);
        assertEquals(
                Map.of(
                        "db.system.name", "postgresql",
                        "db.namespace", "shop",
                        "db.operation.name", "SELECT",
                        "db.collection.name", "orders",
                        "db.query.summary", "SELECT orders",
                        "server.address", "db.internal",
                        "server.port", 5432L),
                plain(point.getAttributes()));
        assertEquals(List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0), point.getBoundaries());
        assertEquals(List.of(0L, 1L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L), point.getCounts());
        assertEquals(2, point.getCount());
        assertEquals(0.033, point.getSum(), 1e-9);
        assertEquals(0.003, point.getMin(), 0.00003);
        assertEquals(0.030, point.getMax(), 0.0003);
    }

    @Test
    void aFailedStatementIsASeriesOfItsOwn() {
        Operation failed = new Operation(unit("/orders"), null, Kind.DATABASE, 1, 0);
        failed.shape(SELECT);
        failed.target(ORDERS);
        failed.attribute("db.response.status_code", "40001");
        failed.fail("40001", Outcome.REMOTE_ERROR);
        failed.close(MILLI);
        metrics.ended(failed);
        metrics.ended(statement(MILLI));

        Map<Object, HistogramPointData> byError = new HashMap<>();
        for (HistogramPointData point :
                collect().get("db.client.operation.duration").getHistogramData().getPoints()) {
            byError.put(plain(point.getAttributes()).get("error.type"), point);
        }

        assertEquals(2, byError.size());
        assertEquals("40001", plain(byError.get("40001").getAttributes()).get("db.response.status_code"));
        assertNull(plain(byError.get(null).getAttributes()).get("db.response.status_code"));
    }

    @Test
    void otherCallsHaveTheirConventionalHistograms() {
        Operation get = new Operation(unit("/orders"), null, Kind.HTTP, 1, 0);
        get.target(new Target("http", "shipping", 8080, null));
        get.attribute("http.request.method", "GET");
        get.status(503);
        get.fail("503", Outcome.REMOTE_ERROR);
        get.close(20 * MILLI);
        metrics.ended(get);
        Operation odd = new Operation(unit("/orders"), null, Kind.HTTP, 2, 0);
        odd.target(new Target("http", "shipping", 0, null));
        odd.attribute("http.request.method", "BREW");
        odd.close(MILLI);
        metrics.ended(odd);
        Operation send = new Operation(unit("/orders"), null, Kind.PUBLISH, 3, 0);
        send.target(new Target("kafka", "broker", 9092, null));
        send.attribute("messaging.destination.name", "orders");
        send.close(MILLI);
        metrics.ended(send);
        Operation connect = new Operation(unit("/orders"), null, Kind.CONNECT, 4, 0);
        connect.target(ORDERS);
        connect.close(MILLI);
        metrics.ended(connect);
        Operation inside = new Operation(unit("/orders"), null, Kind.INTERNAL, 5, 0);
        inside.close(MILLI);
        metrics.ended(inside);

        Map<String, MetricData> exported = collect();

        Map<Object, Map<String, Object>> byMethod = new HashMap<>();
        for (HistogramPointData point :
                exported.get("http.client.request.duration").getHistogramData().getPoints()) {
            Map<String, Object> attributes = plain(point.getAttributes());
            byMethod.put(attributes.get("http.request.method"), attributes);
            assertEquals(
                    List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0),
                    point.getBoundaries());
        }
        assertEquals(
                Map.of(
                        "GET",
                        Map.of(
                                "http.request.method", "GET",
                                "server.address", "shipping",
                                "server.port", 8080L,
                                "http.response.status_code", 503L,
                                "error.type", "503"),
                        "_OTHER",
                        Map.of("http.request.method", "_OTHER", "server.address", "shipping")),
                byMethod);
        assertEquals(
                Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.name", "send",
                        "messaging.destination.name", "orders",
                        "server.address", "broker",
                        "server.port", 9092L),
                plain(onlyPoint(exported.get("messaging.client.operation.duration"))
                        .getAttributes()));
        assertEquals(
                "db.internal:5432/shop",
                plain(onlyPoint(exported.get("db.client.connection.create_time"))
                                .getAttributes())
                        .get("db.client.connection.pool.name"));
        assertEquals(
                java.util.Set.of(
                        "http.client.request.duration",
                        "messaging.client.operation.duration",
                        "db.client.connection.create_time"),
                exported.keySet());
    }

    @Test
    void aRequestReportsItsDurationAndWhatItDid() {
        LocalTrace unit = unit("/orders/{id}");
        for (int i = 0; i < 12; i++) {
            Operation statement = new Operation(unit, unit.root(), Kind.DATABASE, i + 1, 0);
            statement.rows(10);
            statement.close(MILLI);
            unit.add(statement, true);
        }
        Operation call = new Operation(unit, unit.root(), Kind.HTTP, 100, 0);
        call.fail("503", Outcome.REMOTE_ERROR);
        call.close(MILLI);
        unit.add(call, true);
        unit.root().attribute("url.scheme", "https");
        unit.root().status(200);
        unit.root().close(80 * MILLI);

        metrics.unitEnded(unit);

        Map<String, MetricData> exported = collect();
        HistogramPointData duration = onlyPoint(exported.get("http.server.request.duration"));
        assertEquals(
                Map.of(
                        "http.request.method", "GET",
                        "url.scheme", "https",
                        "http.route", "/orders/{id}",
                        "http.response.status_code", 200L),
                plain(duration.getAttributes()));
        assertEquals(0.08, duration.getSum(), 1e-9);
        assertEquals(12, onlyPoint(exported.get("foreshock.unit.statements")).getSum());
        assertEquals(120, onlyPoint(exported.get("foreshock.unit.rows")).getSum());
        assertEquals(1, onlyPoint(exported.get("foreshock.unit.calls")).getSum());
        assertEquals(1, onlyPoint(exported.get("foreshock.unit.failures")).getSum());
        HistogramPointData statements = onlyPoint(exported.get("foreshock.unit.statements"));
        assertEquals(
                Map.of(
                        "foreshock.unit.kind", "request",
                        "foreshock.unit.name", "GET /orders/{id}",
                        "http.request.method", "GET",
                        "http.route", "/orders/{id}"),
                plain(statements.getAttributes()));
        assertEquals(1, statements.getCounts().get(statements.getBoundaries().indexOf(20.0)));
        assertEquals("{statement}", exported.get("foreshock.unit.statements").getUnit());
    }

    @Test
    void aMethodThatHttpDoesNotDefineMakesNoSeriesOfItsOwn() {
        for (String method : List.of("HTTP", "BREW", "FOO")) {
            LocalTrace unit = unit("/pot");
            unit.method(method);
            unit.root().close(MILLI);
            metrics.unitEnded(unit);
        }

        Map<String, MetricData> exported = collect();

        assertEquals(
                Map.of("http.request.method", "_OTHER", "http.route", "/pot"),
                plain(onlyPoint(exported.get("http.server.request.duration")).getAttributes()));
        assertEquals(
                Map.of(
                        "foreshock.unit.kind", "request",
                        "foreshock.unit.name", "HTTP /pot",
                        "http.request.method", "_OTHER",
                        "http.route", "/pot"),
                plain(onlyPoint(exported.get("foreshock.unit.rows")).getAttributes()));
    }

    @Test
    void jobsAndMessagesReportTheirDurationAndABackgroundUnitDoesNot() {
        LocalTrace job = new LocalTrace(1, 2, 0, true, null, null, Kind.JOB, 3, 0, 0);
        job.route("nightly");
        job.root().close(MILLI);
        metrics.unitEnded(job);
        LocalTrace message = new LocalTrace(1, 2, 0, true, null, null, Kind.MESSAGE, 3, 0, 0);
        message.route("orders");
        message.root().target(new Target("kafka", null, 0, null));
        message.root().close(MILLI);
        metrics.unitEnded(message);
        LocalTrace background = new LocalTrace(1, 2, 0, true, null, null, Kind.BACKGROUND, 3, 0, 0);
        background.root().close(MILLI);
        metrics.unitEnded(background);

        Map<String, MetricData> exported = collect();

        assertEquals(
                Map.of("foreshock.unit.kind", "job", "foreshock.unit.name", "nightly"),
                plain(onlyPoint(exported.get("foreshock.unit.duration")).getAttributes()));
        assertEquals(
                Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.name", "process",
                        "messaging.destination.name", "orders"),
                plain(onlyPoint(exported.get("messaging.process.duration")).getAttributes()));
        assertNull(exported.get("http.server.request.duration"));
        assertEquals(
                3,
                exported.get("foreshock.unit.statements")
                        .getHistogramData()
                        .getPoints()
                        .size());
    }

    @Test
    void cumulativeTotalsGrowFromOneCollectionToTheNext() {
        metrics.ended(statement(3 * MILLI));
        HistogramPointData first = onlyPoint(collect().get("db.client.operation.duration"));
        HistogramPointData idle = onlyPoint(collect().get("db.client.operation.duration"));
        metrics.ended(statement(700 * MILLI));
        MetricData metric = collect().get("db.client.operation.duration");
        HistogramPointData third = onlyPoint(metric);

        assertEquals(
                AggregationTemporality.CUMULATIVE, metric.getHistogramData().getAggregationTemporality());
        assertEquals(first.getCounts(), idle.getCounts());
        assertEquals(2, third.getCount());
        assertEquals(0.703, third.getSum(), 1e-9);
        assertEquals(0.003, third.getMin(), 0.00003);
        assertEquals(0.7, third.getMax(), 0.007);
        assertEquals(first.getStartEpochNanos(), third.getStartEpochNanos());
        assertTrue(first.getEpochNanos() < third.getEpochNanos());
    }

    @Test
    void deltasHoldWhatCameSinceTheLastCollection() {
        for (String preference : List.of("delta", "lowmemory")) {
            environment.put("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference);
            Metrics deltas = new Metrics(Settings.of(environment::get, name -> null, complaint -> {}));
            deltas.dropped("queue_full", 5);
            deltas.ended(statement(3 * MILLI));
            Map<String, MetricData> first = collect(deltas);
            Map<String, MetricData> idle = collect(deltas);
            deltas.dropped("queue_full", 2);
            deltas.ended(statement(700 * MILLI));
            Map<String, MetricData> third = collect(deltas);

            HistogramPointData before = onlyPoint(first.get("db.client.operation.duration"));
            HistogramPointData after = onlyPoint(third.get("db.client.operation.duration"));
            assertNull(idle.get("db.client.operation.duration"));
            assertEquals(1, after.getCount());
            assertEquals(0.7, after.getSum(), 1e-9);
            assertEquals(0.7, after.getMin(), 0.007);
            assertTrue(after.getStartEpochNanos() >= before.getEpochNanos());
            assertEquals(
                    AggregationTemporality.DELTA,
                    third.get("foreshock.dropped").getLongSumData().getAggregationTemporality());
            assertEquals(0, onlyValue(first.get("foreshock.dropped")).getValue());
            assertEquals(5, onlyValue(idle.get("foreshock.dropped")).getValue());
            assertEquals(2, onlyValue(third.get("foreshock.dropped")).getValue());
        }
    }

    @Test
    void exponentialBucketsHoldAllValuesAndNamesTheirScale() {
        environment.put(
                "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram");
        for (int i = 0; i < 100; i++) {
            metrics.ended(statement(16 * MILLI));
        }
        LocalTrace unit = unit("/orders");
        unit.root().close(1);
        metrics.unitEnded(unit);

        Map<String, MetricData> exported = collect();
        ExponentialHistogramPointData point = exported.get("db.client.operation.duration")
                .getExponentialHistogramData()
                .getPoints()
                .iterator()
                .next();

        assertEquals(3, point.getScale());
        assertEquals(0, point.getZeroCount());
        assertEquals(100, point.getCount());
        // 16 ms lie between 2^(-48/8) and 2^(-47/8) s.
        assertEquals(-48, point.getPositiveBuckets().getOffset());
        assertEquals(List.of(100L), point.getPositiveBuckets().getBucketCounts());
        ExponentialHistogramPointData none = exported.get("foreshock.unit.statements")
                .getExponentialHistogramData()
                .getPoints()
                .iterator()
                .next();
        assertEquals(1, none.getZeroCount());
        assertEquals(1, none.getCount());
        assertEquals(0, none.getPositiveBuckets().getTotalCount());
    }

    @Test
    void anExponentialPointThatIsTooWideIsDownscaled() {
        environment.put(
                "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram");
        metrics.ended(statement(1_000));
        metrics.ended(statement(59_000 * MILLI));

        ExponentialHistogramPointData point = collect()
                .get("db.client.operation.duration")
                .getExponentialHistogramData()
                .getPoints()
                .iterator()
                .next();

        assertEquals(2, point.getScale());
        assertEquals(2, point.getPositiveBuckets().getTotalCount());
        assertTrue(point.getPositiveBuckets().getBucketCounts().size() <= ExponentialForm.MAX_BUCKETS);
        double bound = Math.pow(2, point.getPositiveBuckets().getOffset() / 4.0);
        assertTrue(bound < 1e-6 && 1e-6 <= bound * Math.pow(2, 0.25), "first bucket begins at " + bound);
    }

    @Test
    void manyRoutesStayWithinTheBudgetAndTheRestIsCountedAsOverflow() {
        int routes = 100_000;
        for (int i = 0; i < routes; i++) {
            LocalTrace unit = unit("/route/" + i);
            unit.root().close(MILLI);
            metrics.unitEnded(unit);
        }

        MetricData metric = collect().get("http.server.request.duration");

        long count = 0;
        long overflow = 0;
        for (HistogramPointData point : metric.getHistogramData().getPoints()) {
            count += point.getCount();
            Map<String, Object> attributes = plain(point.getAttributes());
            if (Boolean.TRUE.equals(attributes.get("otel.metric.overflow"))) {
                assertEquals(1, attributes.size());
                overflow = point.getCount();
            }
        }
        int series = metric.getHistogramData().getPoints().size();
        assertEquals(routes, count);
        assertEquals(routes - (series - 1), overflow);
        assertTrue(series > 300, series + " series");
        assertTrue(
                metrics.histogramBytes() <= Histograms.BUDGET_BYTES,
                metrics.histogramBytes() + " bytes after 100,000 routes");
    }

    @Test
    void aDurationOverAMinuteIsClampedAndCounted() {
        metrics.ended(statement(61_000 * MILLI));
        metrics.ended(statement(60_000 * MILLI));

        Map<String, MetricData> exported = collectTwice();

        LongPointData clamped = onlyValue(exported.get("foreshock.histogram.clamped"));
        assertEquals(1, clamped.getValue());
        assertEquals(Map.of("foreshock.metric", "db.client.operation.duration"), plain(clamped.getAttributes()));
        HistogramPointData point = onlyPoint(exported.get("db.client.operation.duration"));
        assertEquals(60, point.getMax());
        assertEquals(121, point.getSum(), 1e-9);
    }

    @Test
    void everyDeclaredFindingIsExportedAsZeroUntilItIsFound() {
        metrics.declareFinding("n_plus_one");
        Map<String, MetricData> before = collect();
        metrics.found("n_plus_one", Severity.CRITICAL);
        metrics.found("n_plus_one", Severity.INFO);
        Map<String, MetricData> after = collect();

        assertEquals(Map.of("n_plus_one/warning", 0L, "n_plus_one/critical", 0L), findings(before));
        assertEquals(Map.of("n_plus_one/warning", 0L, "n_plus_one/critical", 1L), findings(after));
        assertEquals(0, onlyValue(before.get("foreshock.advice")).getValue());
        assertEquals(1, onlyValue(after.get("foreshock.advice")).getValue());
        assertTrue(after.get("foreshock.findings").getLongSumData().isMonotonic());
    }

    @Test
    void whatWasCountedBeforeTheFirstCollectionIsARiseAllTheSame() {
        for (String preference : List.of("cumulative", "delta")) {
            Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference);
            Metrics counted = new Metrics(Settings.of(environment::get, name -> null, complaint -> {}));
            counted.beforeFirstCollection(() -> counted.declareFinding("n_plus_one"));
            counted.found("n_plus_one", Severity.CRITICAL);
            Map<String, MetricData> first = collect(counted);
            assertTrue(counted.isHoldingBack());
            Map<String, MetricData> second = collect(counted);
            assertFalse(counted.isHoldingBack());
            assertEquals(Map.of("n_plus_one/warning", 0L, "n_plus_one/critical", 0L), findings(first));
            assertEquals(Map.of("n_plus_one/warning", 0L, "n_plus_one/critical", 1L), findings(second));
            long between = second.get("foreshock.findings")
                            .getLongSumData()
                            .getPoints()
                            .iterator()
                            .next()
                            .getEpochNanos()
                    - first.get("foreshock.findings")
                            .getLongSumData()
                            .getPoints()
                            .iterator()
                            .next()
                            .getEpochNanos();
            assertTrue(between >= MILLI, "backends that keep milliseconds would lose one: " + between);
            assertEquals(
                    "delta".equals(preference) ? 0L : 1L,
                    findings(collect(counted)).get("n_plus_one/critical"));
        }
    }

    @Test
    void openFindingsAreAGaugeInEveryTemporality() {
        for (String preference : List.of("cumulative", "delta")) {
            Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference);
            Metrics counted = new Metrics(Settings.of(environment::get, name -> null, complaint -> {}));
            assertFalse(collect(counted).containsKey("foreshock.findings.open"));
            counted.open("n_plus_one", Severity.WARNING, 1);
            counted.open("n_plus_one", Severity.CRITICAL, 1);
            counted.open("n_plus_one", Severity.WARNING, -1);
            collect(counted);
            Map<String, Long> open = new TreeMap<>();
            for (LongPointData point : collect(counted)
                    .get("foreshock.findings.open")
                    .getLongGaugeData()
                    .getPoints()) {
                open.put(new TreeMap<>(plain(point.getAttributes())).toString(), point.getValue());
            }
            assertEquals(
                    Map.of(
                            "{foreshock.finding.severity=critical, foreshock.finding.type=n_plus_one}", 1L,
                            "{foreshock.finding.severity=warning, foreshock.finding.type=n_plus_one}", 0L),
                    open);
        }
    }

    @Test
    void whatFindingsCostIsExportedInSeconds() {
        metrics.declareFinding("n_plus_one");
        metrics.wasted("n_plus_one", 1_500 * MILLI);
        MetricData wasted = collectTwice().get("foreshock.findings.wasted_time");
        DoublePointData point = wasted.getDoubleSumData().getPoints().iterator().next();
        assertEquals("s", wasted.getUnit());
        assertEquals(1.5, point.getValue());
        assertEquals(Map.of("foreshock.finding.type", "n_plus_one"), plain(point.getAttributes()));
        assertTrue(wasted.getDoubleSumData().isMonotonic());
    }

    @Test
    void retriesAreCountedByDependency() {
        metrics.retried("http:shipping:80", 0);
        metrics.retried("http:shipping:80", 3);
        LongPointData retries = onlyValue(collectTwice().get("foreshock.retries"));
        assertEquals(3, retries.getValue());
        assertEquals(Map.of("foreshock.dependency.name", "http:shipping:80"), plain(retries.getAttributes()));
    }

    @Test
    void whatIsLostAndKeptIsCountedByReason() {
        metrics.dropped("queue_full", 3);
        metrics.detectorDropped("units", 2);
        metrics.traceKept("error");
        metrics.traceKept("error");

        Map<String, MetricData> exported = collectTwice();

        assertEquals(3, onlyValue(exported.get("foreshock.dropped")).getValue());
        assertEquals(
                Map.of("foreshock.reason", "queue_full"),
                plain(onlyValue(exported.get("foreshock.dropped")).getAttributes()));
        assertEquals(2, onlyValue(exported.get("foreshock.detector.dropped")).getValue());
        assertEquals(2, onlyValue(exported.get("foreshock.traces.kept")).getValue());
    }

    @Test
    void reasonsWithoutEndAreCountedTogether() {
        for (int i = 0; i < 1_000; i++) {
            metrics.dropped("reason" + i, 1);
        }

        long sum = 0;
        MetricData metric = collectTwice().get("foreshock.dropped");
        for (LongPointData point : metric.getLongSumData().getPoints()) {
            sum += point.getValue();
        }

        assertEquals(1_000, sum);
        assertEquals(
                LabelledCounter.MAX_LABELS + 1,
                metric.getLongSumData().getPoints().size());
    }

    private static Map<String, Long> findings(Map<String, MetricData> exported) {
        Map<String, Long> values = new TreeMap<>();
        for (LongPointData point :
                exported.get("foreshock.findings").getLongSumData().getPoints()) {
            Map<String, Object> attributes = plain(point.getAttributes());
            values.put(
                    attributes.get("foreshock.finding.type") + "/" + attributes.get("foreshock.finding.severity"),
                    point.getValue());
        }
        return values;
    }

    private static LocalTrace unit(String route) {
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
        unit.method("GET");
        unit.route(route);
        return unit;
    }

    private static Operation statement(long nanos) {
        Operation operation = new Operation(unit("/orders"), null, Kind.DATABASE, 1, 0);
        operation.shape(SELECT);
        operation.target(ORDERS);
        operation.close(nanos);
        return operation;
    }

    private Map<String, MetricData> collect() {
        return collect(metrics);
    }

    /** What was counted before the first collection follows with the second one. */
    private Map<String, MetricData> collectTwice() {
        collect();
        return collect();
    }

    private Map<String, MetricData> collect(Metrics from) {
        Map<String, MetricData> byName = new TreeMap<>();
        for (MetricData metric : from.collect(resource, scope)) {
            assertNull(byName.put(metric.getName(), metric), metric.getName() + " twice");
        }
        return byName;
    }

    private static HistogramPointData onlyPoint(MetricData metric) {
        assertNotNull(metric);
        assertEquals(1, metric.getHistogramData().getPoints().size());
        return metric.getHistogramData().getPoints().iterator().next();
    }

    private static LongPointData onlyValue(MetricData metric) {
        assertNotNull(metric);
        assertEquals(1, metric.getLongSumData().getPoints().size());
        return metric.getLongSumData().getPoints().iterator().next();
    }

    private static Map<String, Object> plain(Attributes attributes) {
        Map<String, Object> map = new HashMap<>();
        attributes.forEach((key, value) -> map.put(key.getKey(), value));
        return map;
    }

    @Test
    void the_one_switch_overrules_that_for_all_instrumentations() {
        String all = "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED";
        String one = "OTEL_INSTRUMENTATION_RUNTIME_TELEMETRY_ENABLED";
        assertTrue(MetricSettings.isJvmOn(set(Map.of())));
        assertFalse(MetricSettings.isJvmOn(set(Map.of(all, "false"))));
        assertFalse(MetricSettings.isJvmOn(set(Map.of(one, "false"))));
        assertTrue(MetricSettings.isJvmOn(set(Map.of(all, "false", one, "true"))));
    }

    private static Settings set(Map<String, String> variables) {
        return Settings.of(variables::get, name -> null, complaint -> {});
    }
}
