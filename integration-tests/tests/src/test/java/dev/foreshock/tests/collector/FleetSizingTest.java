// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code collector-config/fleet/README.md} reckons with is what the packaged agent sends. */
class FleetSizingTest {
    private static final int REQUESTS = 500;
    private static final int FAILURES = 10;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z][^|]+) \\| ([\\d,]+) \\|");

    /** Text of another length, another JVM: the README's figures are good to a quarter. */
    private static final double TOLERANCE = 0.25;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void the_readme_reckons_with_what_is_sent() throws Exception {
        Map<String, Long> measured = new TreeMap<>();
        measure("explicit", measured);
        measure("base2_exponential", measured);
        Map<String, Long> written = new TreeMap<>();
        Matcher row =
                ROW.matcher(Files.readString(JvmBuilder.repositoryRoot().resolve("collector-config/fleet/README.md")));
        while (row.find()) {
            written.put(row.group(1), Long.parseLong(row.group(2).replace(",", "")));
        }
        measured.forEach((what, amount) -> {
            Long expected = written.get(what);
            boolean isTrue = expected != null && Math.abs(expected - amount) <= amount * TOLERANCE;
            assertTrue(isTrue, () -> what + " is not " + expected + "; measured: " + measured);
        });
    }

    private void measure(String histograms, Map<String, Long> measured) throws Exception {
        HttpServer stock = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stock.createContext("/stock", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        stock.start();
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(Shopfront.class)
                        .library("h2", "latest")
                        // Else the JDK's server lets answers wait for 40 ms.
                        .systemProperty("sun.net.httpserver.nodelay", "true")
                        .exportTo(receiver)
                        .arguments("http://127.0.0.1:" + stock.getAddress().getPort() + "/stock")
                        // As it is by default: batches of five seconds, and one export of metrics, at the end.
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "5000")
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "60000")
                        .environment(
                                "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                                histograms + "_bucket_histogram")
                        .expectStderr("^\\[foreshock] ")
                        .start()) {
            int port = jvm.awaitReady();
            for (int request = 0; request < REQUESTS; request++) {
                assertEquals(200, get(port, "/page" + request % Shopfront.PAGES));
            }
            for (int request = 0; request < FAILURES; request++) {
                assertEquals(500, get(port, "/failing"));
            }
            jvm.finish();
            boolean isExplicit = histograms.equals("explicit");
            String suffix = isExplicit ? "" : ", exponential histograms";
            measured.put(
                    "bytes of an export of metrics, gzip" + suffix,
                    bytes(receiver, "/v1/metrics", ReceivedRequest::wireBytes));
            measured.put(
                    "bytes of an export of metrics" + suffix, bytes(receiver, "/v1/metrics", FleetSizingTest::size));
            measured.put("series of a process" + suffix, series(receiver.metrics()));
            if (isExplicit) {
                long pages = receiver.spans(span -> span.name().startsWith("GET /page"))
                        .size();
                assertEquals(REQUESTS, pages, "spans were lost");
                measured.put("spans of a request", (receiver.spans().size() - 2L * FAILURES) / REQUESTS);
                measured.put(
                        "bytes of a span, gzip",
                        bytes(receiver, "/v1/traces", ReceivedRequest::wireBytes)
                                / receiver.spans().size());
                measured.put(
                        "bytes of a span",
                        bytes(receiver, "/v1/traces", FleetSizingTest::size)
                                / receiver.spans().size());
                assertTrue(receiver.logs().size() >= FAILURES, "the failures have left no record");
                measured.put(
                        "bytes of a log record, gzip",
                        bytes(receiver, "/v1/logs", ReceivedRequest::wireBytes)
                                / receiver.logs().size());
                measured.put(
                        "bytes of a log record",
                        bytes(receiver, "/v1/logs", FleetSizingTest::size)
                                / receiver.logs().size());
            }
        } finally {
            stock.stop(0);
        }
    }

    private static long size(ReceivedRequest request) {
        return request.body().size();
    }

    private static long bytes(OtlpReceiver receiver, String path, ToLongFunction<ReceivedRequest> size) {
        List<ReceivedRequest> requests = receiver.requests().stream()
                .filter(request -> request.path().equals(path))
                .toList();
        assertTrue(
                requests.stream()
                        .allMatch(request -> request.header("content-encoding").equals("gzip")),
                "it is not compressed");
        // The last export of metrics holds all series.
        return path.equals("/v1/metrics")
                ? size.applyAsLong(requests.get(requests.size() - 1))
                : requests.stream().mapToLong(size).sum();
    }

    /** As Prometheus counts: each bucket of an explicit histogram is one, beside count and sum. */
    private static long series(List<ReceivedMetric> metrics) {
        Set<String> points = new HashSet<>();
        long series = 0;
        for (ReceivedMetric metric : metrics) {
            for (ReceivedMetric.Point point : metric.points()) {
                if (points.add(metric.name() + point.attributes())) {
                    series += metric.type() == ReceivedMetric.Type.HISTOGRAM
                            ? point.bounds().size() + 3
                            : 1;
                }
            }
        }
        return series;
    }

    private int get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
