// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The Collector's files name components and keys that the pinned version knows, and fit together. No Collector is run. */
class CollectorFilesTest {
    private static final Path ROOT = JvmBuilder.repositoryRoot();
    private static final Pattern IMAGE = Pattern.compile("otel/opentelemetry-collector-contrib:(\\S+)");
    private static final long MESSAGE_BYTES = 4L * 1024 * 1024;
    private static final long LONG_SPAN_BYTES = 2L * 1024;
    private static final Pattern SECONDS = Pattern.compile("(\\d+)s");

    /** What asks for the pod by its connection, or adds to spans, cannot do so once spans have been put together anew. */
    private static final List<String> ORDER =
            List.of("memory_limiter", "k8s_attributes", "transform", "tail_sampling", "batch");

    @Test
    void every_component_and_key_is_documented() throws IOException {
        CollectorKeys keys = CollectorKeys.read();
        for (CollectorFile file : CollectorFile.all()) {
            assertEquals(List.of(), keys.unknown(file), file::toString);
        }
        assertEquals(List.of(), keys.jaeger().unknown(CollectorFile.of("laptop/jaeger.yaml")));
    }

    @Test
    void a_key_that_is_misspelt_or_in_the_wrong_place_is_found() throws IOException {
        CollectorKeys keys = CollectorKeys.read();
        CollectorFile wrong = new CollectorFile(Path.of("wrong"), new Yaml().load("""
                receivers: {otlp: {protocols: {grpc: {endpont: x}}}, zipkin: {}}
                processors: {tail_sampling: {policies: [{name: a, type: b, latency: {threshold: 1}}]}, batch: {timeout: {a: 1}}}
                exporters: {prometheus_remote_write: {sending_queue: {storage: x}}}
                servce: {}
                """));
        assertEquals(
                Set.of(
                        "servce",
                        "receivers.otlp.protocols.grpc.endpont",
                        "receivers.zipkin",
                        "processors.tail_sampling.policies.latency.threshold",
                        "processors.batch.timeout has another form",
                        "exporters.prometheus_remote_write.sending_queue"),
                Set.copyOf(keys.unknown(wrong)));
    }

    @Test
    void a_key_that_jaeger_does_not_know_is_found() throws IOException {
        CollectorFile wrong = new CollectorFile(Path.of("wrong"), new Yaml().load("""
                extensions:
                  jaeger_storage: {backends: {latest: {memory: {max_trace: 1}, disk: {}}}}
                  jaeger_query: {storage: {trace: latest}, http: {endpoint: "0.0.0.0:16686"}}
                  health_check: {}
                exporters: {jaeger_storage_exporter: {storage: latest}}
                service: {extension: [jaeger_storage]}
                """));
        assertEquals(
                Set.of(
                        "extensions.jaeger_storage.backends.latest.memory.max_trace",
                        "extensions.jaeger_storage.backends.latest.disk",
                        "extensions.jaeger_query.storage.trace",
                        "extensions.health_check",
                        "exporters.jaeger_storage_exporter.storage",
                        "service.extension"),
                Set.copyOf(CollectorKeys.read().jaeger().unknown(wrong)));
    }

    @Test
    void pipelines_name_what_is_defined_and_all_of_it() throws IOException {
        for (CollectorFile file : CollectorFile.all()) {
            Map<String, Set<String>> used = new HashMap<>();
            Set<String> connectors = file.components("connectors").keySet();
            for (CollectorFile.Pipeline pipeline : file.pipelines()) {
                use(used, "receivers", pipeline.receivers(), connectors, "connectors out");
                use(used, "processors", pipeline.processors(), Set.of(), "");
                use(used, "exporters", pipeline.exporters(), connectors, "connectors in");
            }
            for (String kind : List.of("receivers", "processors", "exporters")) {
                assertEquals(
                        file.components(kind).keySet(), used.getOrDefault(kind, Set.of()), () -> file + ": " + kind);
            }
            assertEquals(connectors, used.getOrDefault("connectors out", Set.of()), file::toString);
            assertEquals(connectors, used.getOrDefault("connectors in", Set.of()), file::toString);
            assertEquals(file.components("extensions").keySet(), Set.copyOf(file.extensions()), file::toString);
        }
    }

    @Test
    void memory_is_limited_first_and_batches_are_made_last() throws IOException {
        for (CollectorFile file : CollectorFile.all()) {
            for (CollectorFile.Pipeline pipeline : file.pipelines()) {
                List<String> types =
                        pipeline.processors().stream().map(CollectorFile::type).toList();
                assertEquals("memory_limiter", types.get(0), pipeline::toString);
                assertEquals("batch", types.get(types.size() - 1), pipeline::toString);
                assertEquals(ORDER.stream().filter(types::contains).toList(), types, pipeline::toString);
            }
        }
    }

    @Test
    void a_queue_is_on_a_disk_that_is_there_and_nothing_waits_without_a_bound() throws IOException {
        int queues = 0;
        for (CollectorFile file : CollectorFile.all()) {
            for (Map<?, ?> exporter : file.components("exporters").values()) {
                Map<?, ?> queue = CollectorFile.map(exporter.get("sending_queue"));
                if (!queue.isEmpty()) {
                    queues++;
                    assertTrue(file.extensions().contains(String.valueOf(queue.get("storage"))), file::toString);
                    assertEquals("bytes", queue.get("sizer"), file::toString);
                    assertTrue(exporter.containsKey("retry_on_failure"), file::toString);
                }
            }
            Map<?, ?> batch = file.components("processors").get("batch");
            if (batch.containsKey("send_batch_size")) {
                assertTrue(
                        (Integer) batch.get("send_batch_max_size") >= (Integer) batch.get("send_batch_size"),
                        file::toString);
            }
        }
        assertEquals(3, queues, "traces and logs of the nodes, traces of the gateway");
    }

    @Test
    void spans_are_counted_before_they_are_sampled_and_one_trace_goes_to_one_gateway() throws IOException {
        CollectorFile node = CollectorFile.of("fleet/node.yaml");
        CollectorFile gateway = CollectorFile.of("fleet/gateway.yaml");
        assertTrue(node.components("connectors").containsKey("span_metrics"));
        assertTrue(node.components("processors").keySet().stream().noneMatch("tail_sampling"::equals));
        assertEquals(
                "traceID", node.components("exporters").get("load_balancing").get("routing_key"));
        // It has them twice: those of each route would empty the queue on disk into memory.
        Map<?, ?> balancing = node.components("exporters").get("load_balancing");
        Map<?, ?> route =
                CollectorFile.map(CollectorFile.map(balancing.get("protocol")).get("otlp"));
        for (String part : List.of("sending_queue", "retry_on_failure")) {
            assertEquals(true, CollectorFile.map(balancing.get(part)).get("enabled"), part);
            assertEquals(false, CollectorFile.map(route.get(part)).get("enabled"), part);
        }
        Map<?, ?> sampling = gateway.components("processors").get("tail_sampling");
        Matcher wait = SECONDS.matcher(String.valueOf(sampling.get("decision_wait")));
        assertTrue(wait.matches());
        int atOnce = (Integer) sampling.get("expected_new_traces_per_sec") * Integer.parseInt(wait.group(1));
        assertTrue((Integer) sampling.get("num_traces") >= atOnce * 3 / 2, "it forgets traces that it has not decided");
    }

    /** gRPC takes 4 MiB a message unless it is told otherwise, unpacked, and what is refused for its length is lost. */
    @Test
    void a_batch_of_long_spans_fits_into_a_message() throws IOException {
        CollectorFile gateway = CollectorFile.of("fleet/gateway.yaml");
        for (CollectorFile file : List.of(CollectorFile.of("fleet/node.yaml"), gateway)) {
            int most = (Integer) file.components("processors").get("batch").get("send_batch_max_size");
            assertTrue(most * LONG_SPAN_BYTES <= MESSAGE_BYTES, file::toString);
        }
        Map<?, ?> protocols =
                CollectorFile.map(gateway.components("receivers").get("otlp").get("protocols"));
        Object taken = CollectorFile.map(protocols.get("grpc")).get("max_recv_msg_size_mib");
        assertTrue((Integer) taken * 1024L * 1024 >= 2 * MESSAGE_BYTES, gateway::toString);
    }

    /** Else the end of a long request is dropped for minutes, whatever was found in it. */
    @Test
    void only_what_was_kept_is_remembered() throws IOException {
        Map<?, ?> sampling =
                CollectorFile.of("fleet/gateway.yaml").components("processors").get("tail_sampling");
        Map<?, ?> remembered = CollectorFile.map(sampling.get("decision_cache"));
        assertEquals(Set.of("sampled_cache_size"), remembered.keySet());
        assertTrue((Integer) remembered.get("sampled_cache_size") > (Integer) sampling.get("num_traces"));
    }

    @Test
    void what_the_gateway_keeps_traces_by_is_what_the_agent_says() throws IOException {
        String export = Files.readString(ROOT.resolve("docs/export.md"));
        String reasons =
                Files.readString(ROOT.resolve("agent/core/src/main/java/dev/foreshock/core/trace/TailKeep.java"));
        Set<String> keys = new TreeSet<>();
        for (Map<?, ?> policy : Rule.maps(CollectorFile.of("fleet/gateway.yaml")
                .components("processors")
                .get("tail_sampling")
                .get("policies"))) {
            Map<?, ?> condition = CollectorFile.map(policy.get("ottl_condition"));
            CollectorFile.texts(condition.get("span")).forEach(each -> keys.add(CollectorFile.attribute(each)));
            Map<?, ?> attribute = CollectorFile.map(policy.get("string_attribute"));
            if (!attribute.isEmpty()) {
                keys.add(String.valueOf(attribute.get("key")));
                for (String reason : CollectorFile.texts(attribute.get("values"))) {
                    assertTrue(reasons.contains("return \"" + reason + "\";"), reason);
                }
            }
        }
        for (String key : keys) {
            assertTrue(export.contains("| `" + key + "` | the local root |"), key);
        }
        assertEquals(Set.of("foreshock.findings", "foreshock.keep.reason"), keys);
    }

    @Test
    void all_files_are_for_one_version_of_the_collector() throws IOException {
        String version = CollectorKeys.read().version();
        Set<String> images = new HashSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("collector-config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher image = IMAGE.matcher(Files.readString(file));
                while (image.find()) {
                    images.add(image.group(1));
                }
            }
        }
        assertEquals(Set.of(version), images);
    }

    private static void use(
            Map<String, Set<String>> used,
            String kind,
            List<String> names,
            Set<String> connectors,
            String asConnector) {
        for (String name : names) {
            used.computeIfAbsent(connectors.contains(name) ? asConnector : kind, unknown -> new TreeSet<>())
                    .add(name);
        }
    }
}
