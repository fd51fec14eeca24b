// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** {@code collector-config/laptop}: closed to the network, pinned, bounded, and its files fit together. Nothing of it is started. */
class LaptopTest {
    private static final Path ROOT = JvmBuilder.repositoryRoot();
    private static final Path DIRECTORY = ROOT.resolve("collector-config/laptop");
    private static final Path COMPOSE = DIRECTORY.resolve("compose.yaml");
    private static final Pattern PINNED = Pattern.compile("[a-z]+/[a-z-]+:v?\\d+\\.\\d+\\.\\d+");
    private static final Pattern ENDPOINT = Pattern.compile("(?:endpoint|url): (?:https?://)?([a-z]+):\\d+");

    /** Its image holds no program that could ask. */
    private static final Set<String> WITHOUT_HEALTH_CHECK = Set.of("collector");

    private static final String COMPOSER = "docker-compose";

    private static Map<String, Map<?, ?>> services() throws IOException {
        Map<String, Map<?, ?>> services = new TreeMap<>();
        ((Map<?, ?>) Rule.yaml(COMPOSE).get("services"))
                .forEach((name, service) -> services.put(String.valueOf(name), (Map<?, ?>) service));
        assertEquals(Set.of("collector", "jaeger", "prometheus", "loki", "grafana"), services.keySet());
        return services;
    }

    private static List<String> texts(Map<?, ?> service, String key) {
        Object list = service.get(key);
        return list == null
                ? List.of()
                : ((Collection<?>) list).stream().map(String::valueOf).toList();
    }

    @Test
    void nothing_is_open_to_the_network_and_nothing_may_more_than_it_needs() throws IOException {
        services().forEach((name, service) -> {
            for (String port : texts(service, "ports")) {
                assertTrue(port.matches("127\\.0\\.0\\.1:\\d+:\\d+"), () -> name + " publishes " + port);
            }
            assertEquals(true, service.get("read_only"), name);
            assertEquals(List.of("ALL"), texts(service, "cap_drop"), name);
            assertEquals(List.of("no-new-privileges:true"), texts(service, "security_opt"), name);
            assertFalse(service.containsKey("privileged") || service.containsKey("network_mode"), name);
            assertFalse(service.containsKey("user"), name + ": every image brings a user that is not root");
        });
    }

    @Test
    void every_image_is_pinned_and_every_container_bounded_and_asked_for_its_health() throws IOException {
        services().forEach((name, service) -> {
            String image = String.valueOf(service.get("image"));
            assertTrue(PINNED.matcher(image).matches(), image);
            assertTrue(String.valueOf(service.get("mem_limit")).matches("\\d+m"), name);
            assertEquals(!WITHOUT_HEALTH_CHECK.contains(name), service.containsKey("healthcheck"), name);
        });
    }

    @Test
    void every_mounted_file_and_volume_exists() throws IOException {
        Set<?> declared = ((Map<?, ?>) Rule.yaml(COMPOSE).get("volumes")).keySet();
        Set<String> used = new TreeSet<>();
        services().forEach((name, service) -> {
            for (String volume : texts(service, "volumes")) {
                String source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith(".")) {
                    assertTrue(Files.exists(DIRECTORY.resolve(source)), () -> name + " mounts " + volume);
                    assertTrue(volume.endsWith(":ro"), () -> name + " may write to " + volume);
                } else {
                    used.add(source);
                }
            }
        });
        assertEquals(declared, used);
    }

    @Test
    void every_host_that_is_named_is_a_service() throws IOException {
        int hosts = 0;
        for (Path file : List.of(
                DIRECTORY.resolve("otel-collector.yaml"),
                ROOT.resolve("collector-config/grafana/provisioning/datasources/foreshock.yaml"))) {
            Matcher endpoint = ENDPOINT.matcher(Files.readString(file));
            while (endpoint.find()) {
                assertTrue(services().containsKey(endpoint.group(1)), () -> file + ": " + endpoint.group());
                hosts++;
            }
        }
        assertEquals(6, hosts, "three exporters, three data sources");
    }

    @Test
    void what_the_programs_read_is_where_it_is_mounted() throws IOException {
        List<String> mounted = new ArrayList<>();
        services()
                .values()
                .forEach(service -> texts(service, "volumes")
                        .forEach(volume ->
                                mounted.add(volume.replaceAll(":ro$", "").replaceAll("^[^:]+:", ""))));
        List<String> read = new ArrayList<>(List.of(String.valueOf(
                ((List<?>) Rule.yaml(DIRECTORY.resolve("prometheus.yaml")).get("rule_files")).get(0))));
        Map<?, ?> provider = Rule.maps(
                        Rule.yaml(ROOT.resolve("collector-config/grafana/provisioning/dashboards/foreshock.yaml"))
                                .get("providers"))
                .get(0);
        read.add(String.valueOf(((Map<?, ?>) provider.get("options")).get("path")));
        for (Map<?, ?> service : services().values()) {
            for (String argument : texts(service, "command")) {
                if (argument.matches("-+config.*=.*")) {
                    read.add(argument.replaceAll("^[^=]+=", ""));
                }
            }
        }
        assertEquals(6, read.size(), read::toString);
        assertTrue(mounted.containsAll(read), () -> read + " but there is " + mounted);
    }

    @Test
    void pipelines_name_what_is_defined_and_use_all_of_it() throws IOException {
        for (String file : List.of("otel-collector.yaml", "jaeger.yaml")) {
            Map<?, ?> json = Rule.yaml(DIRECTORY.resolve(file));
            Map<?, ?> service = (Map<?, ?>) json.get("service");
            assertEquals(((Map<?, ?>) json.get("extensions")).keySet(), Set.copyOf(texts(service, "extensions")), file);
            for (String kind : List.of("receivers", "processors", "exporters")) {
                Set<String> used = new TreeSet<>();
                for (Object pipeline : ((Map<?, ?>) service.get("pipelines")).values()) {
                    used.addAll(texts((Map<?, ?>) pipeline, kind));
                }
                assertEquals(((Map<?, ?>) json.get(kind)).keySet(), used, file + ": " + kind);
            }
        }
        assertEquals(Set.of("service.version", "deployment.environment.name"), LaptopCollector.copiedFromResource());
    }

    @Test
    void every_key_of_loki_is_documented_and_a_misspelt_one_is_found() throws IOException {
        Map<?, ?> loki = CollectorKeys.table("/loki-keys.yaml");
        List<String> unknown = new ArrayList<>();
        CollectorKeys.compare(Rule.yaml(DIRECTORY.resolve("loki.yaml")), loki.get("keys"), "loki", unknown);
        assertEquals(List.of(), unknown);
        CollectorKeys.compare(
                Map.of("server", Map.of("http_port", 3100), "limit_config", Map.of()),
                loki.get("keys"),
                "wrong",
                unknown);
        assertEquals(Set.of("wrong.server.http_port", "wrong.limit_config"), Set.copyOf(unknown));
    }

    /** A table of another version would say nothing. */
    @Test
    void tables_of_keys_are_those_of_the_images() throws IOException {
        String compose = Files.readString(COMPOSE);
        Object loki = CollectorKeys.table("/loki-keys.yaml").get("version");
        assertTrue(compose.contains("image: grafana/loki:" + loki + "\n"));
        assertTrue(compose.contains(
                "image: jaegertracing/jaeger:" + CollectorKeys.read().jaeger().version() + "\n"));
    }

    @Test
    void promtool_takes_the_configuration_of_prometheus() throws Exception {
        Promtool.run(DIRECTORY, "check", "config", "--syntax-only", "prometheus.yaml");
    }

    /** Needs no engine. Version 1, which some Debians still have, knows another format. */
    @Test
    void docker_compose_takes_it() throws Exception {
        Optional<Program> program = Program.find(COMPOSER);
        Assumptions.assumeTrue(program.isPresent(), Program.missing(COMPOSER, COMPOSER));
        Assumptions.assumeTrue(
                program.get().run(DIRECTORY, "version", "--short").startsWith("2"), "docker-compose is too old");
        String said = program.get().run(DIRECTORY, "-f", COMPOSE.toString(), "config", "--format", "json");
        assertTrue(said.startsWith("{"), said);
    }
}
