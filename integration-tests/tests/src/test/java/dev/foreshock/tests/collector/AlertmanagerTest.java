// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.HttpProgram;
import dev.foreshock.harness.Program;
import dev.foreshock.harness.TemporaryDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A real Alertmanager makes of an outage what {@code alertmanager.yaml} says: one page, of the cause. */
class AlertmanagerTest {
    private static final String FILE = "alertmanager.yaml";
    private static final String PACKAGE = "prometheus-alertmanager";

    @Test
    void amtool_takes_the_file_and_routes_by_severity() throws Exception {
        Program amtool = required("amtool");
        assertTrue(amtool.run(Rule.DIRECTORY, "check-config", FILE).contains("SUCCESS"));
        for (Map.Entry<String, String> route :
                Map.of("page", "pages", "ticket", "tickets").entrySet()) {
            amtool.run(
                    Rule.DIRECTORY,
                    "config",
                    "routes",
                    "test",
                    "--config.file=" + FILE,
                    "--verify.receivers=" + route.getValue(),
                    "severity=" + route.getKey(),
                    "job=orders");
        }
    }

    /** All alerts at once, and then each pair of layers: it silences what the model of its rules says. */
    @Test
    void of_all_that_fires_at_a_time_those_are_silenced_that_the_rules_say() throws Exception {
        List<Map<String, String>> firing = new ArrayList<>();
        for (Rule rule : Rule.all()) {
            if (rule.isAlert()) {
                firing.add(firing(rule, "orders"));
                // In this service nothing but code and consequences are wrong.
                if (Set.of("code", "consequence").contains(rule.labels().get("foreshock_layer"))) {
                    firing.add(firing(rule, "billing"));
                }
            }
        }
        try (HttpProgram server = start(Rule.DIRECTORY.resolve(FILE))) {
            send(server, firing);
            List<Map<?, ?>> known = PromApi.await(() -> alerts(server, firing.size()));
            assertEquals(firing.size(), known.size());
            Set<Map<String, String>> loud = known.stream()
                    .filter(alert -> "active".equals(((Map<?, ?>) alert.get("status")).get("state")))
                    .map(alert -> PromApi.texts(alert.get("labels")))
                    .collect(Collectors.toSet());
            assertEquals(Set.copyOf(InhibitRule.loud(firing)), loud);
            assertTrue(loud.size() < firing.size() && loud.size() > 3, loud::toString);
        }
    }

    /** Nobody waits half a minute here: a copy of the file groups for a second, and sends to this test. */
    @Test
    void an_outage_is_one_page_that_names_the_cause() throws Exception {
        List<String> pages = new CopyOnWriteArrayList<>();
        HttpServer pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/", exchange -> {
            pages.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        pager.start();
        List<Map<String, String>> outage = new ArrayList<>();
        for (Rule rule : Rule.all()) {
            boolean isOutage = rule.isAlert()
                    && Set.of("dependency", "consequence", "service")
                            .contains(rule.labels().get("foreshock_layer"));
            if (isOutage) {
                outage.add(firing(rule, "orders"));
            }
        }
        String file = Files.readString(Rule.DIRECTORY.resolve(FILE));
        String quick = file.replaceAll("group_wait: \\w+", "group_wait: 1s")
                .replace(
                        "  - name: pages\n",
                        "  - name: pages\n    webhook_configs: [{url: 'http://127.0.0.1:"
                                + pager.getAddress().getPort() + "/'}]\n");
        assertFalse(quick.equals(file));
        try (TemporaryDirectory directory = TemporaryDirectory.create("foreshock-alertmanager")) {
            Path copy = Files.writeString(directory.path().resolve(FILE), quick);
            try (HttpProgram server = start(copy)) {
                send(server, outage);
                PromApi.await(() -> pages);
                assertEquals(1, pages.size(), pages::toString);
                Map<?, ?> page = (Map<?, ?>) PromApi.parsed(pages.get(0));
                assertEquals(Map.of("job", "orders"), page.get("groupLabels"));
                List<Map<?, ?>> named = Rule.maps(page.get("alerts"));
                assertEquals(1, named.size(), named::toString);
                assertEquals(
                        "ForeshockFailingDependency",
                        PromApi.texts(named.get(0).get("labels")).get("alertname"));
            }
        } finally {
            pager.stop(0);
        }
    }

    private static HttpProgram start(Path file) throws IOException, InterruptedException {
        return HttpProgram.start(
                required("prometheus-alertmanager"),
                "/-/ready",
                "--config.file=" + file,
                "--storage.path=" + HttpProgram.DIRECTORY,
                "--web.listen-address=127.0.0.1:" + HttpProgram.PORT,
                "--cluster.listen-address=");
    }

    /** As Prometheus would. */
    private static Map<String, String> firing(Rule rule, String job) {
        Map<String, String> labels = new TreeMap<>(rule.labels());
        labels.put("alertname", rule.name());
        labels.put("job", job);
        return labels;
    }

    private static void send(HttpProgram server, List<Map<String, String>> alerts)
            throws IOException, InterruptedException {
        String json = alerts.stream()
                .map(labels -> labels.entrySet().stream()
                        .map(label -> '"' + label.getKey() + "\":\"" + label.getValue() + '"')
                        .collect(Collectors.joining(",", "{\"labels\":{", "}}")))
                .collect(Collectors.joining(",", "[", "]"));
        server.post("/api/v2/alerts", "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** What it knows, once that is so many, and all have been looked at. */
    private static List<Map<?, ?>> alerts(HttpProgram server, int atLeast) throws IOException, InterruptedException {
        List<Map<?, ?>> alerts = Rule.maps(PromApi.parsed(server.get("/api/v2/alerts")));
        boolean allProcessed = alerts.stream()
                .noneMatch(alert -> "unprocessed".equals(((Map<?, ?>) alert.get("status")).get("state")));
        return alerts.size() >= atLeast && allProcessed ? alerts : List.of();
    }

    private static Program required(String name) {
        Optional<Program> program = Program.find(name);
        Assumptions.assumeTrue(program.isPresent(), Program.missing(name, PACKAGE));
        return program.get();
    }
}
