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
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** One of the dashboards in {@code collector-config/grafana}, as Grafana reads it. */
record Dashboard(String file, Map<?, ?> json) {
    static final Path DIRECTORY = JvmBuilder.repositoryRoot().resolve("collector-config/grafana/dashboards");

    /**
     * What is asked of a data source.
     *
     * @param where dashboard and panel, for messages
     * @param expression with the dashboard's variables in it
     * @param legend empty where there is none
     */
    record Query(String where, String source, String expression, String legend) {
        /**
         * With values in the place of variables, as a data source gets it. The form {@code ${release:regex}} escapes what means
         * something in a regular expression by one backslash, which a text in double quotes would take for its own.
         */
        String expanded() {
            return expression
                    .replaceAll("\\$\\{(baseline|canary):regex}", Matcher.quoteReplacement("1\\.0"))
                    .replace("$__rate_interval", "5m")
                    .replace("$__range", "1h")
                    .replaceAll("\\$(job|environment|baseline|canary)\\b", "x");
        }

        @Override
        public String toString() {
            return where + ": " + expression;
        }
    }

    static List<Dashboard> all() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(DIRECTORY)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<Dashboard> dashboards = new ArrayList<>();
        for (Path file : files) {
            // JSON is YAML as well.
            dashboards.add(new Dashboard(String.valueOf(file.getFileName()), Rule.yaml(file)));
        }
        return dashboards;
    }

    /** Rows included. */
    List<Map<?, ?>> panels() {
        return Rule.maps(json.get("panels"));
    }

    List<Map<?, ?>> variables() {
        return Rule.maps(((Map<?, ?>) json.get("templating")).get("list"));
    }

    /** The queries of all panels that ask a data source of this type. */
    List<Query> queries(String type) {
        List<Query> queries = new ArrayList<>();
        for (Map<?, ?> panel : panels()) {
            Map<?, ?> source = (Map<?, ?>) panel.get("datasource");
            if (source != null && source.get("type").equals(type)) {
                for (Map<?, ?> target : Rule.maps(panel.get("targets"))) {
                    Object legend = target.get("legendFormat");
                    queries.add(new Query(
                            file + ", " + panel.get("title"),
                            type,
                            String.valueOf(target.get("expr")),
                            legend == null ? "" : legend.toString()));
                }
            }
        }
        return queries;
    }
}
