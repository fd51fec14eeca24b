// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One rule of {@code alerts.yaml}: an alert, or a series that is recorded. */
record Rule(
        String name, boolean isAlert, String expression, Map<String, String> labels, Map<String, String> annotations) {
    static final Path DIRECTORY = JvmBuilder.repositoryRoot().resolve("collector-config/prometheus");

    static List<Rule> all() throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (Map<?, ?> group : maps(read("alerts.yaml").get("groups"))) {
            for (Map<?, ?> rule : maps(group.get("rules"))) {
                boolean isAlert = rule.containsKey("alert");
                rules.add(new Rule(
                        String.valueOf(rule.get(isAlert ? "alert" : "record")),
                        isAlert,
                        String.valueOf(rule.get("expr")),
                        texts(rule.get("labels")),
                        texts(rule.get("annotations"))));
            }
        }
        return rules;
    }

    /** The type of findings that the alert is about, or an empty text. */
    String findingType() {
        for (PromQl.Selector selector : PromQl.of(expression).selectors()) {
            String type = selector.matchers().get("foreshock_finding_type");
            if (isAlert && type != null) {
                return type.replaceAll("^=\"|\"$", "");
            }
        }
        return "";
    }

    static Map<?, ?> read(String file) throws IOException {
        return yaml(DIRECTORY.resolve(file));
    }

    static Map<?, ?> yaml(Path file) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return (Map<?, ?>) yaml.load(Files.readString(file));
    }

    static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object entry : (List<?>) list) {
            maps.add((Map<?, ?>) entry);
        }
        return maps;
    }

    private static Map<String, String> texts(Object map) {
        Map<String, String> texts = new TreeMap<>();
        if (map != null) {
            ((Map<?, ?>) map).forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }
}
