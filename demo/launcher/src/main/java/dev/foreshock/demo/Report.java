// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What is printed at the end. Every figure in it was measured in this run. */
final class Report {
    private static final int WIDTH = 100;
    private static final String INDENT = "  ";

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void findings(List<ReceivedLog> findings) {
        heading(findings.size() == 1 ? "1 finding" : findings.size() + " findings");
        for (ReceivedLog finding : findings) {
            out.println(INDENT + text(finding, "foreshock.finding.severity").toUpperCase(Locale.ROOT) + "  "
                    + text(finding, "foreshock.finding.type") + "  " + text(finding, "http.route"));
            field("what", finding.body());
            field("where", location(finding));
            field("statement", text(finding, "db.query.text"));
            field("count", text(finding, "foreshock.finding.count"));
            field("wasted", seconds(finding));
            field("fix", text(finding, "foreshock.finding.suggestion"));
            out.println();
        }
    }

    /** For a backend that is not ours: what the agent itself said on standard error. */
    void said(JvmExit exit) {
        heading("What the agent said");
        exit.stderr().forEach(line -> out.println(INDENT + line));
        out.println();
    }

    void visits(List<Visit> visits, int few, int many) {
        heading("Database statements and time of one request");
        TextTable table = new TextTable()
                .row("page", few + " customers", "", String.format(Locale.ROOT, "%,d customers", many), "", "slowest");
        List<String> paths = new ArrayList<>(List.of(Traffic.LAZY));
        paths.addAll(Traffic.HEALTHY);
        for (String path : paths) {
            List<Visit> before = select(visits, path, few);
            List<Visit> after = select(visits, path, many);
            table.row(
                    path,
                    statements(before),
                    millis(median(before)),
                    statements(after),
                    millis(median(after)),
                    millis(after.stream().mapToDouble(Visit::millis).max().orElse(0)));
        }
        table.lines().forEach(line -> out.println(INDENT + line));
        out.println();
    }

    void spans(List<ReceivedSpan> spans) {
        spans.stream()
                .filter(span -> span.kind().equals("SERVER"))
                .max(Comparator.comparingLong(ReceivedSpan::durationNanos))
                .ifPresent(slowest -> out.println(INDENT
                        + String.format(
                                Locale.ROOT,
                                "Slowest request as traced: %s, %s, trace %s",
                                slowest.name(),
                                millis(slowest.durationNanos() / 1e6),
                                slowest.traceId())));
    }

    void line(String text) {
        out.println(INDENT + text);
    }

    private void heading(String text) {
        out.println();
        out.println(text);
        out.println("=".repeat(text.length()));
    }

    private void field(String name, String value) {
        if (value.isEmpty()) {
            return;
        }
        String label = String.format(Locale.ROOT, "%s%-11s", INDENT + INDENT, name);
        for (String line : wrap(value, WIDTH - label.length())) {
            out.println(label + line);
            label = " ".repeat(label.length());
        }
    }

    private static String location(ReceivedLog finding) {
        String function = text(finding, "code.function.name");
        String file = text(finding, "code.file.path");
        String line = text(finding, "code.line.number");
        return file.isEmpty() ? function : function + " (" + file + (line.isEmpty() ? "" : ":" + line) + ")";
    }

    private static String seconds(ReceivedLog finding) {
        return finding.attribute("foreshock.finding.wasted_seconds") instanceof Double wasted
                ? String.format(Locale.ROOT, "%.3f s of one request", wasted)
                : "";
    }

    private static String text(ReceivedLog finding, String key) {
        Object value = finding.attribute(key);
        return value == null
                ? ""
                : value instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : "" + value;
    }

    private static List<Visit> select(List<Visit> visits, String path, int customers) {
        return visits.stream()
                .filter(visit -> visit.path().equals(path) && visit.customers() == customers)
                .toList();
    }

    private static String statements(List<Visit> visits) {
        // The median, since the pool opens connections of its own accord, and the driver asks for their settings.
        long[] counts = visits.stream().mapToLong(Visit::statements).sorted().toArray();
        return counts.length == 0 ? "" : String.format(Locale.ROOT, "%,d", counts[counts.length / 2]);
    }

    private static double median(List<Visit> visits) {
        double[] millis = visits.stream().mapToDouble(Visit::millis).sorted().toArray();
        return millis.length == 0 ? 0 : millis[millis.length / 2];
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%,.0f ms", millis);
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
