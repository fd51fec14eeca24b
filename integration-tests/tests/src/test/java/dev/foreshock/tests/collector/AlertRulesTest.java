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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerting rules and runbooks speak of what there is: every type of finding, and no metric, label or setting but real ones. */
class AlertRulesTest {
    private static final Path ROOT = JvmBuilder.repositoryRoot();
    private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
    private static final Path TYPES =
            ROOT.resolve("agent/core/src/main/java/dev/foreshock/core/detect/FindingType.java");
    private static final Pattern TYPE = Pattern.compile("static final String \\w+ = \"([a-z_]+)\";");
    private static final Pattern PROMQL = Pattern.compile("(?s)```promql\n(.*?)```");
    private static final Pattern VARIABLE = Pattern.compile("(?<![\\w])(?:FORESHOCK|OTEL)_[A-Z_]+");
    private static final String LONG_OUTAGE = "the cause of a long outage stands for as long as its consequences";
    private static final Pattern REASON = Pattern.compile("[dD]ropped(?:\\.accept)?\\(\\s*\"([a-z_]+)\"");
    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z_]+\\.md)\\)");

    @Test
    void every_type_of_finding_has_an_alert_and_a_runbook_or_is_advice() throws IOException {
        Set<String> alerted = new TreeSet<>();
        for (Rule rule : alerts()) {
            String type = rule.findingType();
            if (!type.isEmpty()) {
                alerted.add(type);
                assertEquals("docs/runbooks/" + type + ".md", rule.annotations().get("runbook_url"));
                boolean isCritical = rule.expression().startsWith("job_type:foreshock_findings_critical:");
                assertEquals(isCritical ? "page" : "ticket", rule.labels().get("severity"), rule.toString());
                // What resolves itself stands until it has: else the page of a cause ends before its consequences do.
                boolean resolvesItself = Set.of("dependency", "consequence")
                        .contains(rule.labels().get("foreshock_layer"));
                assertEquals(resolvesItself, rule.expression().contains(":open_or_raised5m{"), rule.toString());
            }
        }
        String advice = Files.readString(RUNBOOKS.resolve("advice.md"));
        Set<String> advised = new TreeSet<>();
        for (String type : types()) {
            if (advice.contains("| `" + type + "` |")) {
                advised.add(type);
            }
        }
        Set<String> both = new TreeSet<>(alerted);
        assertTrue(both.addAll(advised));
        assertEquals(types(), both);
        assertEquals(types().size(), alerted.size() + advised.size(), "an alert for what is advice");
    }

    @Test
    void every_alert_says_what_is_wrong_how_bad_it_is_and_where_to_read_on() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Rule rule : alerts()) {
            assertTrue(names.add(rule.name() + ' ' + rule.labels().get("severity")), rule::toString);
            assertTrue(Set.of("page", "ticket").contains(rule.labels().get("severity")), rule::toString);
            assertTrue(
                    Set.of("dependency", "consequence", "code", "start", "service", "agent")
                            .contains(rule.labels().get("foreshock_layer")),
                    rule::toString);
            assertTrue(rule.annotations().get("summary").startsWith("{{ $labels.job }}: "), rule::toString);
            assertTrue(rule.annotations().get("description").endsWith("."), rule::toString);
            assertTrue(Files.isRegularFile(ROOT.resolve(rule.annotations().get("runbook_url"))), rule::toString);
        }
        assertTrue(names.size() > 20, names::toString);
    }

    @Test
    void every_metric_and_label_of_the_rules_is_documented() throws IOException {
        Map<String, Set<String>> known = MetricsPage.series();
        for (Rule rule : Rule.all()) {
            if (!rule.isAlert()) {
                known.put(rule.name(), PromQl.of(rule.expression()).grouping());
            }
        }
        int selectors = 0;
        for (Rule rule : Rule.all()) {
            selectors += PromQl.assertKnown(known, rule.expression());
        }
        assertTrue(selectors > 50, "only " + selectors + " were looked at");
    }

    @Test
    void every_metric_label_and_setting_of_the_runbooks_is_documented() throws IOException {
        Map<String, Set<String>> known = MetricsPage.series();
        String settings = Files.readString(ROOT.resolve("docs/settings.md"));
        for (Path page : runbooks()) {
            String text = Files.readString(page);
            Matcher block = PROMQL.matcher(text);
            while (block.find()) {
                for (String expression : block.group(1).split("\n", -1)) {
                    PromQl.assertKnown(known, expression);
                }
            }
            Matcher variable = VARIABLE.matcher(text);
            while (variable.find()) {
                String name = variable.group();
                assertTrue(settings.contains("| `" + name + "`"), () -> page + " names " + name);
            }
        }
    }

    @Test
    void every_reason_for_which_the_agent_drops_something_has_a_line_in_its_runbook() throws IOException {
        String page = Files.readString(RUNBOOKS.resolve("agent_drops.md"));
        Set<String> reasons = new TreeSet<>();
        for (String module : List.of("agent/api", "agent/core")) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(Files::isRegularFile).toList()) {
                    Matcher reason = REASON.matcher(Files.readString(source));
                    while (reason.find()) {
                        // Those of detectors are told by their ending.
                        if (!source.getParent().endsWith("detect")
                                || !reason.group(1).endsWith("_full")) {
                            reasons.add(reason.group(1));
                        }
                    }
                }
            }
        }
        assertTrue(reasons.size() > 15, reasons::toString);
        for (String reason : reasons) {
            assertTrue(page.contains('`' + reason + '`') || reason.endsWith("_failed"), reason);
        }
    }

    @Test
    void every_runbook_is_in_the_index_and_every_link_leads_to_one() throws IOException {
        Set<String> linked = new TreeSet<>(List.of("README.md"));
        Set<String> present = new TreeSet<>();
        Matcher link = LINK.matcher(Files.readString(RUNBOOKS.resolve("README.md")));
        while (link.find()) {
            linked.add(link.group(1));
        }
        for (Path page : runbooks()) {
            present.add(page.getFileName().toString());
            Matcher inside = LINK.matcher(Files.readString(page));
            while (inside.find()) {
                assertTrue(Files.exists(RUNBOOKS.resolve(inside.group(1))), () -> page + ": " + inside.group(1));
            }
        }
        assertEquals(present, linked);
        assertTrue(Files.readString(ROOT.resolve("README.md")).contains("(docs/runbooks/README.md)"));
    }

    @Test
    void of_one_cause_one_page_is_left() throws IOException {
        List<Map<String, String>> outage = List.of(
                firing("ForeshockFailingDependency", "page", "orders"),
                firing("ForeshockFailingDependency", "ticket", "orders"),
                firing("ForeshockSlowDependency", "page", "orders"),
                firing("ForeshockRetryStorm", "page", "orders"),
                firing("ForeshockWorkerSaturation", "page", "orders"),
                firing("ForeshockHangingCall", "page", "orders"),
                firing("ForeshockPoolTimeouts", "page", "orders"),
                firing("ForeshockPoolWait", "ticket", "orders"),
                firing("ForeshockRequestErrors", "page", "orders"),
                firing("ForeshockRequestErrors", "ticket", "orders"));
        assertEquals(outage.subList(0, 1), InhibitRule.loud(outage));
        List<Map<String, String>> slowness = outage.subList(2, outage.size());
        assertEquals(slowness.subList(0, 1), InhibitRule.loud(slowness));
        List<Map<String, String>> storm = outage.subList(3, 8);
        assertEquals(storm.subList(0, 1), InhibitRule.loud(storm));
    }

    /** Which alerts fire then {@code promtool} holds to the rules. */
    @Test
    void of_a_long_outage_one_page_is_left_after_ninety_minutes() throws IOException {
        List<Map<String, String>> firing = new ArrayList<>();
        for (Map<?, ?> test : Rule.maps(Rule.read("alerts-test.yaml").get("tests"))) {
            if (LONG_OUTAGE.equals(test.get("name"))) {
                for (Map<?, ?> moment : Rule.maps(test.get("alert_rule_test"))) {
                    if ("90m".equals(moment.get("eval_time"))) {
                        for (Map<?, ?> alert : Rule.maps(moment.get("exp_alerts"))) {
                            Map<String, String> labels = PromApi.texts(alert.get("exp_labels"));
                            labels.put("alertname", String.valueOf(moment.get("alertname")));
                            firing.add(labels);
                        }
                    }
                }
            }
        }
        assertEquals(2, firing.size(), firing::toString);
        assertEquals(
                List.of("ForeshockFailingDependency"),
                InhibitRule.loud(firing).stream()
                        .map(alert -> alert.get("alertname"))
                        .toList());
    }

    @Test
    void no_page_is_silenced_by_a_ticket_nor_by_another_service_nor_what_is_wrong_with_the_code() throws IOException {
        List<Map<String, String>> loud = List.of(
                firing("ForeshockFailingDependency", "ticket", "orders"),
                firing("ForeshockSlowDependency", "page", "billing"),
                firing("ForeshockWorkerSaturation", "page", "orders"),
                firing("ForeshockNPlusOne", "page", "billing"),
                firing("ForeshockExportLoses", "ticket", "billing"),
                firing("ForeshockPoolTimeouts", "page", "orders"));
        assertEquals(loud, InhibitRule.loud(loud));
        List<Map<String, String>> every = new ArrayList<>();
        for (Rule rule : alerts()) {
            if (rule.labels().get("severity").equals("page")) {
                every.add(firing(rule.name(), "page", "orders"));
            }
        }
        // Whatever comes together, something is heard.
        for (Map<String, String> one : every) {
            for (Map<String, String> other : every) {
                assertFalse(InhibitRule.loud(List.of(one, other)).isEmpty(), () -> one + " and " + other);
            }
        }
    }

    @Test
    void promtool_takes_the_rules() throws Exception {
        Promtool.run(Rule.DIRECTORY, "check", "rules", "alerts.yaml");
    }

    @Test
    void the_rules_say_what_their_own_tests_expect() throws Exception {
        Promtool.run(Rule.DIRECTORY, "test", "rules", "alerts-test.yaml");
    }

    private static Set<String> types() throws IOException {
        Set<String> types = new TreeSet<>();
        Matcher type = TYPE.matcher(Files.readString(TYPES));
        while (type.find()) {
            types.add(type.group(1));
        }
        assertTrue(types.size() >= 25, types::toString);
        return types;
    }

    private static List<Rule> alerts() throws IOException {
        return Rule.all().stream().filter(Rule::isAlert).toList();
    }

    private static List<Path> runbooks() throws IOException {
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            return pages.sorted().toList();
        }
    }

    /** An alert with the labels that its rule gives it. */
    private static Map<String, String> firing(String name, String severity, String job) throws IOException {
        Rule rule = alerts().stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> each.labels().get("severity").equals(severity))
                .findFirst()
                .orElseThrow();
        Map<String, String> labels = new TreeMap<>(rule.labels());
        labels.put("alertname", name);
        labels.put("job", job);
        return labels;
    }
}
