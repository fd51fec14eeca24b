// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedMetric.Point;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsExportTest {
    private static final String DATABASE = "db.client.operation.duration";

    /** What arrives with default settings is the same for all tests that look at it. */
    private static OtlpReceiver byDefault;

    private static JvmExit exit;
    private OtlpReceiver receiver;

    @BeforeAll
    static void runWithDefaults() throws IOException {
        byDefault = OtlpReceiver.start();
        exit = ledger(byDefault).run().assertClean();
    }

    @AfterAll
    static void stopReceiver() {
        byDefault.close();
    }

    @BeforeEach
    void useDefaults() {
        receiver = byDefault;
    }

    @Test
    void durationsArriveInSecondsWithTheBoundsAndAttributesOfTheConventions() {
        ReceivedMetric metric = last(DATABASE);
        assertEquals(ReceivedMetric.Type.HISTOGRAM, metric.type());
        assertEquals("s", metric.unit());
        assertTrue(metric.cumulative(), metric.toString());
        assertFalse(metric.scope().name().isEmpty(), metric.toString());
        assertFalse(metric.scope().version().isEmpty(), metric.toString());
        Point select = point(metric, "db.query.summary", "SELECT entry");
        assertEquals(List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0), select.bounds());
        assertEquals(Ledger.ENTRIES, select.count());
        assertEquals(Ledger.ENTRIES, sum(select.bucketCounts()));
        assertEquals(select.bounds().size() + 1, select.bucketCounts().size());
        assertTrue(select.value() > 0 && select.value() < 60, "sum " + select.value() + " s");
        assertTrue(select.min() > 0 && select.min() <= select.max() && select.max() < 60, select.toString());
        assertEquals(
                Map.of(
                        "db.system.name", "h2database",
                        "db.namespace", "ledger",
                        "db.operation.name", "SELECT",
                        "db.collection.name", "entry",
                        "db.query.summary", "SELECT entry"),
                select.attributes());
        Point failed = point(metric, "error.type", exit.value("failed "));
        assertEquals(1, failed.count());
        assertEquals(failed.attribute("error.type"), failed.attribute("db.response.status_code"));
        assertFalse(receiver.sawText("hunter2"));
    }

    @Test
    void whatAUnitOfWorkDidArrivesAsCounts() {
        ReceivedMetric statements = last("foreshock.unit.statements");
        ReceivedMetric rows = last("foreshock.unit.rows");
        ReceivedMetric failures = last("foreshock.unit.failures");
        assertEquals("{statement}", statements.unit());
        assertEquals("{row}", rows.unit());
        assertEquals("background", statements.points().get(0).attribute("foreshock.unit.kind"));
        // CREATE, INSERT, the SELECTs and the one that fails; the thread may have rested between them.
        assertEquals(3 + Ledger.ENTRIES, total(statements));
        assertEquals(Ledger.ENTRIES + 3, total(rows), "three read and three inserted");
        assertEquals(1, total(failures));
    }

    @Test
    void exponentialHistogramsArriveWhereTheyAreAskedFor() throws IOException {
        try (OtlpReceiver own = OtlpReceiver.start()) {
            receiver = own;
            ledger(own)
                    .environment(
                            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                            "base2_exponential_bucket_histogram")
                    .run()
                    .assertClean();

            ReceivedMetric metric = last(DATABASE);
            assertEquals(ReceivedMetric.Type.EXPONENTIAL_HISTOGRAM, metric.type());
            assertEquals("s", metric.unit());
            Point select = point(metric, "db.query.summary", "SELECT entry");
            assertEquals(3, select.scale());
            assertEquals(0, select.zeroCount());
            assertEquals(Ledger.ENTRIES, select.count());
            assertEquals(Ledger.ENTRIES, sum(select.bucketCounts()));
            double lowest = Math.pow(2, select.offset() / 8.0);
            assertTrue(
                    lowest < select.min() * 1.01 && select.min() < lowest * Math.pow(2, 1 / 8.0) * 1.01,
                    select.toString());
            ReceivedMetric statements = last("foreshock.unit.statements");
            assertEquals(ReceivedMetric.Type.EXPONENTIAL_HISTOGRAM, statements.type());
        }
    }

    @Test
    void deltasOfAllExportsAddUpToTheWhole() throws IOException {
        try (OtlpReceiver own = OtlpReceiver.start()) {
            ledger(own)
                    .environment("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta")
                    .environment("OTEL_METRIC_EXPORT_INTERVAL", "50")
                    .run()
                    .assertClean();

            long selects = 0;
            for (ReceivedMetric metric : own.metrics(metric -> metric.name().equals(DATABASE))) {
                assertFalse(metric.cumulative(), metric.toString());
                for (Point point : metric.points()) {
                    if ("SELECT entry".equals(point.attribute("db.query.summary"))) {
                        selects += point.count();
                    }
                }
            }
            assertEquals(Ledger.ENTRIES, selects);
        }
    }

    @Test
    void everyFindingIsACounterOfZeroFromTheStart() {
        ReceivedMetric findings = last("foreshock.findings");
        Set<Object> severities = new TreeSet<>();
        assertTrue(findings.monotonic());
        for (Point point : findings.points()) {
            assertEquals(0, point.value(), point.toString());
            severities.add(String.valueOf(point.attribute("foreshock.finding.severity")));
        }
        assertEquals(Set.of("warning", "critical"), severities);
        assertTrue(findings.hasPoint(point -> "n_plus_one".equals(point.attribute("foreshock.finding.type"))));
    }

    @Test
    void requestsArriveByRouteWithWhatEachOfThemDid() throws Exception {
        try (OtlpReceiver own = OtlpReceiver.start()) {
            receiver = own;
            try (ForkedJvm jvm = ForkedJvm.of(Kiosk.class)
                    .library("h2", "latest")
                    .exportTo(own)
                    .start()) {
                int port = jvm.awaitReady();
                assertEquals(200, get(port, "/papers"));
                assertEquals(200, get(port, "/papers"));
                assertEquals(500, get(port, "/broken"));
                jvm.finish().assertClean();
            }

            ReceivedMetric durations = last("http.server.request.duration");
            assertEquals("s", durations.unit());
            Point papers = point(durations, "http.route", "/papers");
            assertEquals(
                    Map.of(
                            "http.request.method", "GET",
                            "url.scheme", "http",
                            "http.route", "/papers",
                            "http.response.status_code", 200L),
                    papers.attributes());
            assertEquals(
                    List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0),
                    papers.bounds());
            assertEquals(2, papers.count());
            assertTrue(papers.value() > 0 && papers.value() < 60, papers.toString());
            Point broken = point(durations, "http.route", "/broken");
            assertEquals(1, broken.count());
            assertEquals(500L, broken.attribute("http.response.status_code"));
            assertEquals("500", broken.attribute("error.type"));
            Point statements = point(last("foreshock.unit.statements"), "http.route", "/papers");
            assertEquals(
                    Map.of(
                            "foreshock.unit.kind", "request",
                            "foreshock.unit.name", "GET /papers",
                            "http.request.method", "GET",
                            "http.route", "/papers"),
                    statements.attributes());
            assertEquals(4, statements.value());
            assertEquals(2, statements.bucketCounts().get(statements.bounds().indexOf(2.0)));
            assertEquals(
                    14,
                    point(last("foreshock.unit.rows"), "http.route", "/papers").value());
            assertEquals(
                    0,
                    point(last("foreshock.unit.statements"), "http.route", "/broken")
                            .value());
        }
    }

    private static int get(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @Test
    void theFirstMetricsGoWithTheFirstSpansSoThatABackendSeesTheRiseFromZero() throws IOException {
        try (OtlpReceiver own = OtlpReceiver.start();
                ForkedJvm jvm = ledger(own)
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "3600000")
                        .arguments("stay")
                        .start()) {
            jvm.awaitReady();

            own.awaitMetric(metric -> metric.name().equals("foreshock.findings"));

            assertTrue(jvm.isAlive());
            jvm.finish().assertClean();
        }
    }

    private static JvmBuilder ledger(OtlpReceiver receiver) {
        return ForkedJvm.of(Ledger.class).library("h2", "latest").exportTo(receiver);
    }

    /** As it was exported last. */
    private ReceivedMetric last(String name) {
        List<ReceivedMetric> exports =
                receiver
                        .awaitMetrics(metrics -> metrics.stream()
                                .anyMatch(metric -> metric.name().equals(name)))
                        .stream()
                        .filter(metric -> metric.name().equals(name))
                        .toList();
        return exports.get(exports.size() - 1);
    }

    private static Point point(ReceivedMetric metric, String attribute, Object value) {
        List<Point> points = metric.points().stream()
                .filter(point -> value.equals(point.attribute(attribute)))
                .toList();
        assertEquals(1, points.size(), metric::toString);
        return points.get(0);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static double total(ReceivedMetric metric) {
        return metric.points().stream().mapToDouble(Point::value).sum();
    }
}
