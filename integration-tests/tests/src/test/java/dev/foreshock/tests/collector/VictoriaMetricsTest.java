// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.HttpProgram;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** VictoriaMetrics takes what the packaged agent sends it, and says of it in PromQL what the application did. */
class VictoriaMetricsTest {
    private static final String NAME = "victoria-metrics";
    private static final String FINDING = "foreshock_findings_total{foreshock_finding_type=\"n_plus_one\","
            + "foreshock_finding_severity=\"warning\",job=\"%s\"}";

    /** Milliseconds that requests take at least, none of them near a bound. */
    private static final List<Integer> WAITS = List.of(6, 7, 8, 15, 15, 17, 30, 30, 32, 35, 60, 60, 62, 65, 150, 160);

    /** Values are recorded with two significant digits: one beside a bound may be counted on its other side. */
    private static final double PRECISION = 1.01;

    /** What a bucket at scale 3 is wide. */
    private static final double EXPONENTIAL_BUCKET = Math.pow(2, 1.0 / 8);

    private static final List<Double> BOUNDS =
            List.of(0.0, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private static HttpProgram server;
    private static PromApi stored;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        Optional<Program> program = Program.find(NAME);
        Assumptions.assumeTrue(program.isPresent(), Program.missing(NAME, NAME));
        server = HttpProgram.start(
                program.get(),
                "/health",
                "-httpListenAddr=127.0.0.1:" + HttpProgram.PORT,
                "-storageDataPath=" + HttpProgram.DIRECTORY,
                // It shows what it has at once.
                "-search.latencyOffset=0s",
                "-opentelemetry.usePrometheusNaming",
                "-relabelConfig=" + Rule.DIRECTORY.resolve("victoriametrics-relabel.yaml"));
        stored = new PromApi(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void explicit_histograms_and_counters_say_what_the_application_did() throws Exception {
        List<Double> seen = run(application("explicit"));
        assertCounts("explicit");
        for (double bound : BOUNDS.subList(1, 8)) {
            double counted = stored.value(
                    "http_server_request_duration_seconds_bucket{job=\"explicit\",http_route=\"/wait\",le=\"" + bound
                            + "\"}");
            long atMost = WAITS.stream()
                    .filter(wait -> wait / 1000.0 <= bound * PRECISION)
                    .count();
            long atLeast = seen.stream()
                    .filter(seconds -> seconds * PRECISION <= bound)
                    .count();
            assertTrue(
                    counted >= atLeast && counted <= atMost,
                    () -> counted + " up to " + bound + ", not " + atLeast + " to " + atMost);
        }
        for (double quantile : List.of(0.5, 0.9)) {
            double lower = below(sorted(waited()).get(rank(quantile)));
            double upper = above(sorted(seen).get(rank(quantile)));
            assertBetween(lower, quantile(quantile, "explicit"), upper);
        }
    }

    @Test
    void exponential_histograms_do_too_with_quantiles_as_exact_as_a_bucket_is_wide() throws Exception {
        List<Double> seen = run(application("exponential")
                .environment(
                        "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                        "base2_exponential_bucket_histogram"));
        assertCounts("exponential");
        assertTrue(
                stored.series("http_server_request_duration_seconds_bucket{job=\"exponential\"}").stream()
                        .allMatch(labels -> labels.containsKey("vmrange") && !labels.containsKey("le")),
                "these are explicit buckets");
        for (double quantile : List.of(0.25, 0.5, 0.75, 0.9)) {
            double lower = sorted(waited()).get(rank(quantile)) / EXPONENTIAL_BUCKET;
            double upper = sorted(seen).get(rank(quantile)) * EXPONENTIAL_BUCKET;
            assertBetween(lower, quantile(quantile, "exponential"), upper);
        }
        double statements = stored.value(
                "histogram_quantile(0.5, sum by (vmrange) (foreshock_unit_statements_bucket{job=\"exponential\",http_route=\"/rows\"}))");
        assertBetween(30 / EXPONENTIAL_BUCKET, statements, 30 * EXPONENTIAL_BUCKET);
    }

    @Test
    void the_very_first_finding_is_a_rise_from_nothing() throws Exception {
        try (ForkedJvm jvm = application("first")
                .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                .expectStderr("^\\[foreshock] ")
                .start()) {
            int port = jvm.awaitReady();
            String finding = FINDING.formatted("first");
            List<PromApi.Sample> before = PromApi.await(() -> query(finding));
            assertEquals(1, before.size(), "the series is not there before the finding");
            assertEquals(0, before.get(0).value());
            get(port, "/rows?30");
            PromApi.await(() -> query(finding + " > 0"));
            jvm.finish();
            flush();
            List<Double> history = stored.history(finding);
            assertEquals(0, history.get(0));
            assertEquals(1, history.get(history.size() - 1));
            assertEquals(sorted(history), history);
            assertEquals(1, stored.value("increase(" + finding + "[5m])"));
        }
    }

    /** It says so in a metric of its own; the agent, which was answered with 200, cannot know. */
    @Test
    void deltas_are_not_stored() throws Exception {
        String dropped = "vm_protoparser_rows_dropped_total{type=\"opentelemetry\"";
        assertEquals(0, sum(dropped));
        run(application("delta").environment("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta"));
        assertTrue(sum(dropped) > 0, "nothing was dropped");
        assertEquals(1, query("jvm_cpu_count{job=\"delta\"}").size(), "what has no temporality is not stored");
        assertEquals(List.of(), query("http_server_request_duration_seconds_count{job=\"delta\"}"));
        assertEquals(List.of(), query("foreshock_findings_total{job=\"delta\"}"));
    }

    private static JvmBuilder application(String name) {
        return ForkedJvm.of(Turnstile.class)
                .library("h2", "latest")
                // Else the JDK's server lets answers wait for 40 ms.
                .systemProperty("sun.net.httpserver.nodelay", "true")
                .environment("OTEL_SERVICE_NAME", name)
                .environment("OTEL_TRACES_EXPORTER", "none")
                .environment("OTEL_LOGS_EXPORTER", "none")
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "500")
                .environment("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", server.url("/opentelemetry/v1/metrics"));
    }

    /** Makes each request once; answers how many seconds each of {@link #WAITS} took for the client. */
    private List<Double> run(JvmBuilder application) throws Exception {
        List<Double> seen = new ArrayList<>();
        try (ForkedJvm jvm = application.expectStderr("^\\[foreshock] ").start()) {
            int port = jvm.awaitReady();
            // The first request of all waits for whatever is loaded with it.
            get(port, "/rows?30");
            for (int wait : WAITS) {
                long begin = System.nanoTime();
                get(port, "/wait?" + wait);
                seen.add((System.nanoTime() - begin) / 1e9);
            }
            get(port, "/rows?3");
            get(port, "/rows?40");
            jvm.finish();
        }
        flush();
        return seen;
    }

    private static void assertCounts(String job) throws Exception {
        Map<String, Double> counts = Map.of(
                "http_server_request_duration_seconds_count{http_route=\"/wait\",", (double) WAITS.size(),
                "http_server_request_duration_seconds_count{http_route=\"/rows\",", 3.0,
                "db_client_operation_duration_seconds_count{", 73.0,
                "foreshock_unit_statements_sum{http_route=\"/rows\",", 73.0,
                "foreshock_unit_statements_count{http_route=\"/rows\",", 3.0);
        for (Map.Entry<String, Double> count : counts.entrySet()) {
            assertEquals(
                    count.getValue(), stored.value("sum(" + count.getKey() + "job=\"" + job + "\"})"), count::getKey);
        }
        assertTrue(
                stored.value("sum(http_server_request_duration_seconds_sum{http_route=\"/wait\",job=\"" + job + "\"})")
                        >= waited().stream().mapToDouble(Double::doubleValue).sum(),
                "it waited longer than that");
    }

    private static double quantile(double quantile, String job) throws Exception {
        return stored.value("histogram_quantile(" + quantile
                + ", sum by (le, vmrange) (http_server_request_duration_seconds_bucket{job=\"" + job
                + "\",http_route=\"/wait\"}))");
    }

    private static double sum(String metric) throws Exception {
        double sum = 0;
        for (String line : server.get("/metrics").split("\n", -1)) {
            if (line.startsWith(metric)) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ')));
            }
        }
        return sum;
    }

    private static List<PromApi.Sample> query(String expression) throws IOException, InterruptedException {
        flush();
        return stored.query(expression);
    }

    /** Without it, what has just been written is seen a second later. */
    private static void flush() throws IOException, InterruptedException {
        server.get("/internal/force_flush");
    }

    private static List<Double> waited() {
        return WAITS.stream().map(wait -> wait / 1000.0).toList();
    }

    private static List<Double> sorted(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }

    /** Of the value that is the quantile, among {@link #WAITS}. */
    private static int rank(double quantile) {
        return (int) Math.ceil(quantile * WAITS.size()) - 1;
    }

    private static double below(double value) {
        return BOUNDS.stream().filter(bound -> bound < value / PRECISION).reduce(0.0, Math::max);
    }

    private static double above(double value) {
        return BOUNDS.stream()
                .filter(bound -> bound >= value * PRECISION)
                .findFirst()
                .orElseThrow();
    }

    private static void assertBetween(double lower, double value, double upper) {
        assertTrue(lower <= value && value <= upper, () -> value + " is not between " + lower + " and " + upper);
    }

    private void get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
    }
}
