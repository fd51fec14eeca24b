// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.Answer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.HttpProgram;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.Program;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedRequest;
import dev.foreshock.harness.TemporaryDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * From an N+1 to an alert: the packaged agent, vmagent in the place of the Collector, a real Prometheus with the rules of
 * {@code alerts.yaml}, and a real Alertmanager with {@code alertmanager.yaml}.
 */
class AlertChainTest {
    /** What Prometheus makes itself while it evaluates rules. */
    private static final Set<String> OF_RULES = Set.of("ALERTS", "ALERTS_FOR_STATE");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void a_loop_of_queries_becomes_an_alert_under_the_names_that_the_rules_go_by() throws Exception {
        Program prometheus = required("prometheus", "prometheus");
        Program vmagent = required("vmagent", "victoria-metrics");
        Program alertmanager = required("prometheus-alertmanager", "prometheus-alertmanager");
        try (HttpProgram alerts = alertmanager(alertmanager);
                TemporaryDirectory configuration = TemporaryDirectory.create("foreshock-rules");
                HttpProgram store = prometheus(prometheus, configuration.path(), alerts);
                HttpProgram collector = vmagent(vmagent, store);
                OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answer(request -> passOn(request, collector));
            List<Map<String, String>> firing = find(receiver, new PromApi(store));
            Map<String, String> alert = Map.of(
                    "alertname", "ForeshockNPlusOne",
                    "severity", "ticket",
                    "foreshock_layer", "code",
                    "foreshock_finding_type", "n_plus_one",
                    "job", "shop/turnstile");
            assertEquals(List.of(alert), firing);
            assertArrived(receiver, new PromApi(store));
            List<Map<?, ?>> received = PromApi.await(() -> received(alerts));
            assertEquals(1, received.size());
            assertEquals(alert, PromApi.texts(received.get(0).get("labels")));
            assertEquals(List.of(Map.of("name", "tickets")), received.get(0).get("receivers"));
        }
    }

    /** Runs an application whose very first request is an N+1 until an alert fires. */
    private List<Map<String, String>> find(OtlpReceiver receiver, PromApi store) throws Exception {
        try (ForkedJvm jvm = ForkedJvm.of(Turnstile.class)
                .library("h2", "latest")
                .exportTo(receiver)
                .environment("OTEL_SERVICE_NAME", "turnstile")
                .environment("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=shop")
                .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                .expectStderr("^\\[foreshock] ")
                .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/rows?30"));
            assertEquals(200, get(port, "/rows?3"));
            assertEquals(500, get(port, "/broken"));
            List<Map<String, String>> firing = PromApi.await(store::firing);
            jvm.finish();
            return firing;
        }
    }

    /** Each metric that the agent has exported stands in Prometheus under the names and labels that are foretold of it. */
    private static void assertArrived(OtlpReceiver receiver, PromApi store) throws Exception {
        Map<String, Set<String>> foretold = new TreeMap<>();
        for (ReceivedMetric metric : receiver.metrics()) {
            for (String name : PrometheusNames.of(metric)) {
                Set<String> labels = foretold.computeIfAbsent(name, unknown -> new TreeSet<>());
                metric.points()
                        .forEach(point -> labels.addAll(
                                PrometheusNames.labels(point.attributes().keySet())));
                if (name.endsWith("_bucket")) {
                    labels.add("le");
                }
            }
        }
        Map<String, Set<String>> arrived = new TreeMap<>();
        for (Map<String, String> series : store.series("{__name__=~\".+\"}")) {
            String name = series.remove("__name__");
            if (!OF_RULES.contains(name) && !name.contains(":")) {
                arrived.computeIfAbsent(name, unknown -> new TreeSet<>()).addAll(series.keySet());
            }
        }
        assertTrue(foretold.size() > 30, () -> "only " + foretold.keySet());
        assertEquals(foretold, arrived);
    }

    private static Answer passOn(ReceivedRequest request, HttpProgram collector) {
        if (!request.path().equals("/v1/metrics")) {
            return Answer.OK;
        }
        try {
            collector.post(
                    "/opentelemetry/v1/metrics",
                    "application/x-protobuf",
                    request.body().toByteArray());
            return Answer.OK;
        } catch (IOException refused) {
            return Answer.status(503);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Answer.status(503);
        }
    }

    private static HttpProgram alertmanager(Program program) throws IOException, InterruptedException {
        return HttpProgram.start(
                program,
                "/-/ready",
                "--config.file=" + Rule.DIRECTORY.resolve("alertmanager.yaml"),
                "--storage.path=" + HttpProgram.DIRECTORY,
                "--web.listen-address=127.0.0.1:" + HttpProgram.PORT,
                "--cluster.listen-address=");
    }

    /** Nobody waits a minute here: the rules are evaluated each second, by a copy that differs in nothing else. */
    private static HttpProgram prometheus(Program program, Path directory, HttpProgram alerts)
            throws IOException, InterruptedException {
        String rules = Files.readString(Rule.DIRECTORY.resolve("alerts.yaml"));
        String quick = rules.replace("\n    interval: 1m\n", "\n    interval: 1s\n");
        assertFalse(quick.equals(rules), "the rules have another interval");
        Files.writeString(directory.resolve("alerts.yaml"), quick);
        Files.writeString(directory.resolve("prometheus.yaml"), """
                rule_files: [alerts.yaml]
                alerting:
                  alertmanagers:
                    - static_configs:
                        - targets: ['127.0.0.1:%d']
                """.formatted(alerts.port()));
        return HttpProgram.start(
                program,
                "/-/ready",
                "--config.file=" + directory.resolve("prometheus.yaml"),
                "--storage.tsdb.path=" + HttpProgram.DIRECTORY,
                "--web.listen-address=127.0.0.1:" + HttpProgram.PORT,
                "--web.enable-remote-write-receiver",
                // What fires before the Alertmanager has been discovered, some seconds after the start, is not lost for
                // a minute.
                "--rules.alert.resend-delay=1s");
    }

    private static HttpProgram vmagent(Program program, HttpProgram store) throws IOException, InterruptedException {
        return HttpProgram.start(
                program,
                "/health",
                "-httpListenAddr=127.0.0.1:" + HttpProgram.PORT,
                "-opentelemetry.usePrometheusNaming",
                "-remoteWrite.tmpDataPath=" + HttpProgram.DIRECTORY,
                "-remoteWrite.forcePromProto",
                // In order: Prometheus refuses what is older than what it has.
                "-remoteWrite.queues=1",
                "-remoteWrite.flushInterval=100ms",
                "-remoteWrite.relabelConfig=" + Rule.DIRECTORY.resolve("victoriametrics-relabel.yaml"),
                "-remoteWrite.url=" + store.url("/api/v1/write"));
    }

    private static List<Map<?, ?>> received(HttpProgram alertmanager) throws IOException, InterruptedException {
        return Rule.maps(PromApi.parsed(alertmanager.get("/api/v2/alerts")));
    }

    private static Program required(String name, String debianPackage) {
        Optional<Program> program = Program.find(name);
        Assumptions.assumeTrue(program.isPresent(), Program.missing(name, debianPackage));
        return program.get();
    }

    private int get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
