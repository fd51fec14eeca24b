// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration of the Collector, as far as a reader without the Collector can understand it. */
record CollectorFile(Path path, Map<?, ?> content) {
    static final Set<String> KINDS = Set.of("receivers", "processors", "exporters", "connectors", "extensions");

    private static final Pattern PRESENT = Pattern.compile("attributes\\[\"([^\"]+)\"] != nil");

    /** Signal and name, {@code metrics/spans}, with what it names. */
    record Pipeline(String name, List<String> receivers, List<String> processors, List<String> exporters) {}

    static List<CollectorFile> all() throws IOException {
        return List.of(of("laptop/otel-collector.yaml"), of("fleet/node.yaml"), of("fleet/gateway.yaml"));
    }

    static CollectorFile of(String name) throws IOException {
        Path path = JvmBuilder.repositoryRoot().resolve("collector-config").resolve(name);
        return new CollectorFile(path, Rule.yaml(path));
    }

    /** The components of a kind by their whole name, {@code otlp_grpc/traces}; no configuration is an empty one. */
    Map<String, Map<?, ?>> components(String kind) {
        Map<String, Map<?, ?>> components = new LinkedHashMap<>();
        map(content.get(kind)).forEach((name, value) -> components.put(String.valueOf(name), map(value)));
        return components;
    }

    Map<?, ?> service() {
        return map(content.get("service"));
    }

    List<String> extensions() {
        return texts(service().get("extensions"));
    }

    List<Pipeline> pipelines() {
        List<Pipeline> pipelines = new ArrayList<>();
        map(service().get("pipelines")).forEach((name, value) -> {
            Map<?, ?> pipeline = map(value);
            pipelines.add(new Pipeline(
                    String.valueOf(name),
                    texts(pipeline.get("receivers")),
                    texts(pipeline.get("processors")),
                    texts(pipeline.get("exporters"))));
        });
        return pipelines;
    }

    /** What a component is, without the name that this one has: {@code otlp_grpc} of {@code otlp_grpc/traces}. */
    static String type(String component) {
        int slash = component.indexOf('/');
        return slash < 0 ? component : component.substring(0, slash);
    }

    /** The attribute that must be there by this condition, which is all that is understood of them. */
    static String attribute(String condition) {
        Matcher present = PRESENT.matcher(condition);
        if (!present.matches()) {
            throw new IllegalArgumentException(condition);
        }
        return present.group(1);
    }

    static Map<?, ?> map(Object value) {
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    static List<String> texts(Object value) {
        return value == null
                ? List.of()
                : ((Collection<?>) value).stream().map(String::valueOf).toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
