// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedMetric.Point;
import dev.foreshock.tests.LibraryApp;
import dev.foreshock.tests.detect.ShopApplication;
import dev.foreshock.tests.metrics.Kiosk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the alerting rules ask for is what the packaged agent exports, by name, label and value. */
class AlertedSeriesTest {
    private static final String TYPE = "foreshock.finding.type";

    /** Only a detector that runs out of memory has it. */
    private static final String NOT_PROVOKED = "foreshock_detector_dropped_total";

    private final Map<String, Set<String>> series = new TreeMap<>();
    private final Set<String> types = new TreeSet<>();

    @Test
    void rules_ask_for_series_that_arrive_when_something_is_found() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            findAndLose(receiver);
            take(receiver);
        }
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            waitForConnections(receiver);
            take(receiver);
        }
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            fail(receiver);
            take(receiver);
        }
        Map<String, Set<String>> known = new TreeMap<>(series);
        Set<String> alerted = new TreeSet<>();
        for (Rule rule : Rule.all()) {
            if (!rule.isAlert()) {
                known.put(rule.name(), PromQl.of(rule.expression()).grouping());
            } else if (!rule.findingType().isEmpty()) {
                alerted.add(rule.findingType());
            }
        }
        for (Rule rule : Rule.all()) {
            for (PromQl.Selector selector : PromQl.of(rule.expression()).selectors()) {
                if (!selector.metric().equals(NOT_PROVOKED)) {
                    Set<String> labels = known.getOrDefault(selector.metric(), Set.of());
                    assertTrue(
                            labels.containsAll(selector.matchers().keySet()) && !labels.isEmpty(),
                            () -> selector + " of " + rule.name() + " is not among " + known);
                }
            }
        }
        assertTrue(types.containsAll(alerted), () -> alerted + " but there is " + types);
    }

    /** An N+1, and spans that no backend takes. */
    private static void findAndLose(OtlpReceiver receiver) throws Exception {
        try (ForkedJvm jvm = ForkedJvm.of(ShopApplication.class)
                .library("h2", "latest")
                .library("tomcat", "latest")
                .arguments("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1")
                .exportTo(receiver)
                .environment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:" + unusedPort() + "/v1/traces")
                .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                .environment("OTEL_BSP_EXPORT_TIMEOUT", "100")
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "100")
                .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                .expectStderr("^\\[foreshock] ")
                .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/n-plus-one"));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.findings")
                    && metric.hasPoint(point -> "n_plus_one".equals(point.attribute(TYPE)) && point.value() > 0));
            receiver.awaitMetric(metric ->
                    metric.name().equals("foreshock.findings.open") && metric.hasPoint(point -> point.value() > 0));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.dropped")
                    && metric.hasPoint(point -> "spans_export_failed".equals(point.attribute("foreshock.reason"))));
            jvm.finish();
        }
    }

    private static void waitForConnections(OtlpReceiver receiver) throws Exception {
        try (ForkedJvm jvm = LibraryApp.of("hikaricp", "latest", "HikariPoolApp", "JdbcPoolApp", "PoolApp")
                .jvm()
                .library("h2", "latest")
                .arguments("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1")
                .exportTo(receiver)
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "100")
                .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/case/plain"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.connection.wait_time"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.connection.timeouts"));
            jvm.finish().assertClean();
        }
    }

    private static void fail(OtlpReceiver receiver) throws Exception {
        try (ForkedJvm jvm = ForkedJvm.of(Kiosk.class)
                .library("h2", "latest")
                .exportTo(receiver)
                .start()) {
            assertEquals(500, get(jvm.awaitReady(), "/broken"));
            jvm.finish().assertClean();
        }
        receiver.awaitMetric(metric -> metric.name().equals("http.server.request.duration"));
    }

    /** Adds the series that have arrived. The Collector makes {@code job} and {@code instance} of the resource. */
    private void take(OtlpReceiver receiver) {
        for (ReceivedMetric metric : receiver.awaitMetrics(metrics -> !metrics.isEmpty())) {
            assertTrue(metric.resource().containsKey("service.name"), metric::toString);
            assertTrue(metric.resource().containsKey("service.instance.id"), metric::toString);
            for (Point point : metric.points()) {
                Set<String> labels = PrometheusNames.labels(point.attributes().keySet());
                for (String name : PrometheusNames.of(metric)) {
                    Set<String> all = series.computeIfAbsent(name, unknown -> new TreeSet<>());
                    all.addAll(labels);
                    if (name.endsWith("_bucket")) {
                        all.add("le");
                    }
                }
                if (metric.name().equals("foreshock.findings")) {
                    types.add(String.valueOf(point.attribute(TYPE)));
                }
            }
        }
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
