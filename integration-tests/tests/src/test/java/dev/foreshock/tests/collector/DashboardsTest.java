// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The dashboards are what Grafana expects, and ask for metrics and labels that there are. */
class DashboardsTest {
    private static final Path SOURCES =
            JvmBuilder.repositoryRoot().resolve("collector-config/grafana/provisioning/datasources/foreshock.yaml");
    private static final Set<String> TYPES =
            Set.of("row", "timeseries", "stat", "bargauge", "table", "heatmap", "logs");
    /** Of Grafana's value formats: seconds, counts per second, requests per second, shares of 1. */
    private static final Set<String> UNITS = Set.of("s", "cps", "reqps", "percentunit");

    private static final Set<String> OF_GRAFANA = Set.of("__rate_interval", "__range");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern IN_REGEX = Pattern.compile("=~(\"[^\"]*\"|`[^`]*`)");
    private static final Pattern ESCAPED = Pattern.compile("\\$\\{(\\w+):regex}");
    private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern OF_HISTOGRAM = Pattern.compile("(.+)_(?:bucket|count|sum)");
    private static final Pattern LABEL_VALUES =
            Pattern.compile("label_values\\((\\w+)(?:\\{(\\w+)=~\"[^\"]*\"})?, (\\w+)\\)");
    private static final int COLUMNS = 24;

    @Test
    void each_has_a_name_of_its_own_and_says_what_it_shows() throws IOException {
        Set<String> uids = new TreeSet<>();
        Set<String> titles = new TreeSet<>();
        for (Dashboard dashboard : Dashboard.all()) {
            Map<?, ?> json = dashboard.json();
            String name = dashboard.file().replace(".json", "");
            assertEquals("foreshock-" + name, json.get("uid"));
            assertTrue(uids.add(String.valueOf(json.get("uid"))), dashboard::file);
            assertTrue(titles.add(String.valueOf(json.get("title"))), dashboard::file);
            assertTrue(String.valueOf(json.get("description")).endsWith("."), dashboard::file);
            assertEquals(List.of("foreshock"), json.get("tags"), "the links between them go by it");
            assertTrue((int) json.get("schemaVersion") >= 36, dashboard::file);
            assertFalse(json.containsKey("id"), "the id is Grafana's");
        }
        assertEquals(5, uids.size(), uids::toString);
    }

    @Test
    void every_field_is_one_that_grafana_knows() throws IOException {
        GrafanaFields fields = GrafanaFields.read();
        for (Dashboard dashboard : Dashboard.all()) {
            assertEquals(List.of(), fields.unknown(dashboard));
        }
        String compose = Files.readString(JvmBuilder.repositoryRoot().resolve("collector-config/laptop/compose.yaml"));
        assertTrue(compose.contains("image: grafana/grafana:" + fields.version() + "\n"), "of another version");
    }

    @Test
    void a_field_that_is_misspelt_or_of_another_panel_is_found() throws IOException {
        Dashboard wrong = new Dashboard("wrong", new Yaml().load("""
                refesh: 1m
                templating: {list: [{name: job, mutli: true}]}
                panels:
                  - {type: row, title: r, colapsed: false}
                  - type: stat
                    title: s
                    datasource: {type: prometheus, uid: prometheus}
                    grid: {x: 1}
                    options: {legend: {}, reduceOptions: {calc: [last]}}
                    fieldConfig:
                      defaults: {units: s, custom: {fillOpacity: 1}}
                      overrides: [{matcher: {id: byName}, properties: [{id: color, value: {mod: fixed}}, {id: custom.align}]}]
                    targets: [{refId: A, expr: up, legend: x}]
                    transformations: [{id: organize, options: {exclude: {}}}, {id: organise, options: {a: 1}}]
                """));
        assertEquals(
                Set.of(
                        "wrong.refesh",
                        "wrong.templating.list.mutli",
                        "wrong, r: .colapsed",
                        "wrong, s: .grid",
                        "wrong, s: options.legend",
                        "wrong, s: options.reduceOptions.calc",
                        "wrong, s: defaults.units",
                        "wrong, s: custom.fillOpacity",
                        "wrong, s: override.color.mod",
                        "wrong, s: override.align",
                        "wrong, s: query.legend",
                        "wrong, s: organize.exclude",
                        "wrong, s: organise.a"),
                Set.copyOf(GrafanaFields.read().unknown(wrong)));
    }

    @Test
    void panels_are_known_to_grafana_and_do_not_overlap() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            Set<Object> ids = new TreeSet<>();
            Set<String> cells = new TreeSet<>();
            for (Map<?, ?> panel : dashboard.panels()) {
                String where = dashboard.file() + ", " + panel.get("title");
                assertTrue(ids.add(panel.get("id")), where);
                assertTrue(TYPES.contains(panel.get("type")), where);
                assertFalse(String.valueOf(panel.get("title")).isBlank(), where);
                Map<?, ?> place = (Map<?, ?>) panel.get("gridPos");
                int x = (int) place.get("x");
                int y = (int) place.get("y");
                assertTrue(x + (int) place.get("w") <= COLUMNS, where);
                for (int column = x; column < x + (int) place.get("w"); column++) {
                    for (int line = y; line < y + (int) place.get("h"); line++) {
                        assertTrue(cells.add(column + " " + line), where + " lies on another one");
                    }
                }
                if (!"row".equals(panel.get("type"))) {
                    assertPanel(panel, where);
                }
            }
        }
    }

    private static void assertPanel(Map<?, ?> panel, String where) throws IOException {
        assertTrue(String.valueOf(panel.get("description")).endsWith("."), where);
        Map<?, ?> source = (Map<?, ?>) panel.get("datasource");
        assertEquals(sources().get(source.get("uid")), source.get("type"), where);
        Set<Object> references = new TreeSet<>();
        for (Map<?, ?> target : Rule.maps(panel.get("targets"))) {
            assertTrue(references.add(target.get("refId")), where);
            if ("heatmap".equals(panel.get("type"))) {
                assertEquals("heatmap", target.get("format"), where);
            }
            if ("table".equals(panel.get("type"))) {
                assertEquals("table", target.get("format"), where);
            }
        }
        assertFalse(references.isEmpty(), where);
        if (panel.get("fieldConfig") instanceof Map<?, ?> fields) {
            Object unit = ((Map<?, ?>) fields.get("defaults")).get("unit");
            assertTrue(unit == null || UNITS.contains(unit), where + ": " + unit);
        }
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Map<?, ?> source : Rule.maps(Rule.yaml(SOURCES).get("datasources"))) {
            sources.put(String.valueOf(source.get("uid")), String.valueOf(source.get("type")));
        }
        return sources;
    }

    @Test
    void every_link_between_data_sources_leads_to_one() throws IOException {
        Matcher link = Pattern.compile("datasourceUid: (\\w+)").matcher(Files.readString(SOURCES));
        int links = 0;
        while (link.find()) {
            links++;
            assertTrue(sources().containsKey(link.group(1)), link::group);
        }
        assertEquals(2, links, "logs to traces, traces to logs");
    }

    @Test
    void every_metric_and_label_is_documented() throws IOException {
        Map<String, Set<String>> known = known();
        int queries = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Query query : dashboard.queries("prometheus")) {
                int selectors = PromQl.assertKnown(known, query.expanded());
                assertTrue(selectors > 0, query::toString);
                queries++;
                Set<String> grouping = PromQl.of(query.expanded()).grouping();
                Matcher label = IN_LEGEND.matcher(query.legend());
                while (label.find()) {
                    assertTrue(grouping.contains(label.group(1)), () -> label.group() + " in the legend of " + query);
                }
            }
        }
        assertTrue(queries > 40, "only " + queries + " were looked at");
    }

    /** {@code docs/metrics.md}, what the Collector adds of the resource, and what Prometheus makes of alerts. */
    private static Map<String, Set<String>> known() throws IOException {
        Map<String, Set<String>> known = MetricsPage.series();
        Set<String> copied = new TreeSet<>();
        LaptopCollector.copiedFromResource().forEach(attribute -> copied.add(PrometheusNames.label(attribute)));
        known.values().forEach(labels -> labels.addAll(copied));
        Set<String> ofAlerts = new TreeSet<>(Set.of("alertname", "alertstate"));
        for (Rule rule : Rule.all()) {
            if (rule.isAlert()) {
                ofAlerts.addAll(rule.labels().keySet());
                for (PromQl.Selector selector : PromQl.of(rule.expression()).selectors()) {
                    ofAlerts.addAll(selector.matchers().keySet());
                }
                ofAlerts.addAll(PromQl.of(rule.expression()).grouping());
            }
        }
        known.put("ALERTS", ofAlerts);
        return known;
    }

    @Test
    void histograms_are_asked_for_in_both_forms() throws IOException {
        Map<String, Set<String>> known = known();
        int histograms = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Query query : dashboard.queries("prometheus")) {
                Set<String> names = new TreeSet<>();
                PromQl.of(query.expanded()).selectors().forEach(selector -> names.add(selector.metric()));
                for (String name : names) {
                    Matcher classic = OF_HISTOGRAM.matcher(name);
                    if (classic.matches() && known.containsKey(classic.group(1) + "_bucket")) {
                        assertTrue(names.contains(classic.group(1)), () -> name + " alone in " + query);
                        histograms++;
                    } else if (known.containsKey(name + "_bucket")) {
                        assertTrue(
                                names.stream().anyMatch(other -> other.matches(name + "_(bucket|count|sum)")),
                                () -> name + " alone in " + query);
                    }
                }
            }
        }
        assertTrue(histograms > 20, "only " + histograms + " were looked at");
    }

    @Test
    void every_variable_is_defined_and_asks_for_what_there_is() throws IOException {
        Map<String, Set<String>> known = known();
        for (Dashboard dashboard : Dashboard.all()) {
            Set<String> defined = new TreeSet<>(OF_GRAFANA);
            for (Map<?, ?> variable : dashboard.variables()) {
                defined.add(String.valueOf(variable.get("name")));
                Map<?, ?> source = (Map<?, ?>) variable.get("datasource");
                assertEquals(sources().get(source.get("uid")), source.get("type"), variable::toString);
                Map<?, ?> query = (Map<?, ?>) variable.get("query");
                Matcher values = LABEL_VALUES.matcher(String.valueOf(query.get("query")));
                assertTrue(values.matches(), query::toString);
                Set<String> labels = known.get(values.group(1));
                assertTrue(labels.contains(values.group(3)), query::toString);
                assertTrue(values.group(2) == null || labels.contains(values.group(2)), query::toString);
            }
            assertTrue(defined.containsAll(Set.of("job", "environment")), dashboard::file);
            List<Dashboard.Query> queries = new ArrayList<>(dashboard.queries("prometheus"));
            queries.addAll(dashboard.queries("loki"));
            for (Dashboard.Query query : queries) {
                Matcher used = VARIABLE.matcher(query.expression());
                while (used.find()) {
                    assertTrue(defined.contains(used.group(1)), () -> used.group() + " in " + query);
                }
                assertTrue(query.expression().contains("$job"), () -> "every service in " + query);
            }
        }
    }

    /**
     * Grafana escapes by itself where several values may be chosen. The one value of other variables stands as it is, so that
     * {@code 1.0+7} would not match itself: there the query asks for it.
     */
    @Test
    void a_value_in_a_regular_expression_means_itself() throws IOException {
        int escaped = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            Set<String> single = new TreeSet<>();
            for (Map<?, ?> variable : dashboard.variables()) {
                if (!Boolean.TRUE.equals(variable.get("multi"))) {
                    single.add(String.valueOf(variable.get("name")));
                }
            }
            for (Dashboard.Query query : dashboard.queries("prometheus")) {
                Matcher pattern = IN_REGEX.matcher(query.expression());
                while (pattern.find()) {
                    String text = pattern.group(1);
                    Matcher value = ESCAPED.matcher(text);
                    while (value.find()) {
                        assertTrue(text.startsWith("`"), () -> "its backslashes are no PromQL in quotes: " + query);
                        escaped++;
                    }
                    Matcher plain = VARIABLE.matcher(ESCAPED.matcher(text).replaceAll(""));
                    while (plain.find()) {
                        assertFalse(single.contains(plain.group(1)), () -> plain.group() + " in " + query);
                    }
                }
            }
        }
        assertTrue(escaped > 0);
    }

    /** As one rule each, which promtool parses. */
    @Test
    void promtool_parses_every_query(@TempDir Path directory) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        int number = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (Dashboard.Query query : dashboard.queries("prometheus")) {
                rules.append("      - record: query:number").append(number++).append("\n        expr: >-\n          ");
                rules.append(query.expanded()).append('\n');
            }
        }
        Files.writeString(directory.resolve("dashboards.yaml"), rules);
        Promtool.run(directory, "check", "rules", "dashboards.yaml");
    }
}
