// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The table {@code collector-keys.yaml}: which components the Collector knows, and which keys they have. */
record CollectorKeys(Map<?, ?> table) {
    private static final String ANYTHING = "any";
    /** A key that the file's author chooses. */
    private static final String ANY_NAME = "*";

    static CollectorKeys read() throws IOException {
        return new CollectorKeys(table("/collector-keys.yaml"));
    }

    static Map<?, ?> table(String resource) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(500);
        try (InputStream in = CollectorKeys.class.getResourceAsStream(resource)) {
            return (Map<?, ?>) new Yaml(new SafeConstructor(options)).load(in);
        }
    }

    /** What Jaeger knows, which is a Collector with components of its own. */
    CollectorKeys jaeger() {
        return new CollectorKeys((Map<?, ?>) table.get("jaeger"));
    }

    String version() {
        return String.valueOf(table.get("version"));
    }

    /** What of the file nobody has documented, by where it stands. */
    List<String> unknown(CollectorFile file) {
        List<String> unknown = new ArrayList<>();
        for (Object part : file.content().keySet()) {
            if (!part.equals("service") && !CollectorFile.KINDS.contains(part)) {
                unknown.add(String.valueOf(part));
            }
        }
        for (String kind : CollectorFile.KINDS) {
            file.components(kind).forEach((name, configuration) -> {
                Optional<Map<?, ?>> known = component(kind, CollectorFile.type(name));
                if (known.isEmpty()) {
                    unknown.add(kind + '.' + name);
                } else {
                    compare(configuration, known.get().get("keys"), kind + '.' + name, unknown);
                }
            });
        }
        file.service().forEach((key, value) -> {
            if (!key.equals("pipelines")) {
                Map<?, ?> service = (Map<?, ?>) table.get("service");
                compare(Map.of(key, value), service, "service", unknown);
            }
        });
        return unknown;
    }

    private Optional<Map<?, ?>> component(String kind, String type) {
        Map<?, ?> all = (Map<?, ?>) ((Map<?, ?>) table.get("components")).get(kind);
        for (Map.Entry<?, ?> component : all.entrySet()) {
            Map<?, ?> known = (Map<?, ?>) component.getValue();
            if (component.getKey().equals(type) || type.equals(known.get("was"))) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** Adds what is found, and not known, by where it stands. */
    static void compare(Object found, Object known, String where, List<String> unknown) {
        if (ANYTHING.equals(known) || found == null) {
            return;
        }
        if (known instanceof Map<?, ?> keys && found instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String deeper = where + '.' + key;
                if (keys.containsKey(key) || keys.containsKey(ANY_NAME)) {
                    compare(value, keys.containsKey(key) ? keys.get(key) : keys.get(ANY_NAME), deeper, unknown);
                } else {
                    unknown.add(deeper);
                }
            });
        } else if (known instanceof List<?> form && found instanceof List<?> list) {
            list.forEach(entry -> compare(entry, form.get(0), where, unknown));
        } else if (known != null || !isPlain(found)) {
            unknown.add(where + " has another form");
        }
    }

    private static boolean isPlain(Object found) {
        return found instanceof List<?> list
                ? list.stream().noneMatch(entry -> entry instanceof Map || entry instanceof List)
                : !(found instanceof Map);
    }
}
