// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is printed at the end. Every figure in it was measured in this run. */
final class Report {
    private static final int WIDTH = 100;
    private static final String INDENT = "  ";

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** @param when what was different in this run, as in {@code with 10 customers} */
    void findings(String when, Run run) {
        List<ReceivedLog> findings = run.findings();
        heading("Found " + when + ": "
                + (findings.isEmpty()
                        ? "nothing"
                        : findings.size() == 1 ? "1 finding" : findings.size() + " findings"));
        for (ReceivedLog finding : findings) {
            out.println(INDENT + text(finding, "foreshock.finding.severity").toUpperCase(Locale.ROOT) + "  "
                    + text(finding, "foreshock.finding.type") + "  " + where(finding));
            field("what", finding.body());
            field("where", location(finding));
            field("statement", text(finding, "db.query.text"));
            field("count", text(finding, "foreshock.finding.count"));
            field("wasted", wasted(finding));
            field("fix", text(finding, "foreshock.finding.suggestion"));
            out.println();
        }
    }

    /** What an operator sees without any backend. */
    void said(List<Run> runs) {
        heading("What the agent wrote to the shop's standard error");
        List<String> lines = runs.stream()
                .flatMap(run -> run.exit().stderr().stream())
                .filter(line -> line.startsWith("[foreshock]"))
                .toList();
        lines.forEach(line -> wrap(line, WIDTH - INDENT.length()).forEach(this::line));
        if (lines.isEmpty()) {
            line("(nothing)");
        }
        out.println();
    }

    void visits(Run few, Run many) {
        heading("Database statements and time of one request");
        TextTable table = new TextTable()
                .row(
                        "page",
                        String.format(Locale.ROOT, "%,d customers", few.customers()),
                        "median",
                        String.format(Locale.ROOT, "%,d customers", many.customers()),
                        "median",
                        "slowest");
        List<String> paths = new ArrayList<>(Traffic.LAZY);
        paths.addAll(Traffic.HEALTHY);
        for (String path : paths) {
            List<Visit> before = select(few, path);
            List<Visit> after = select(many, path);
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

    void telemetry(Telemetry telemetry, Run many, List<Run> all) {
        heading("Where the data went");
        if (telemetry.isOurs()) {
            many.spans().stream()
                    .filter(span -> span.kind().equals("SERVER") && span.attribute("foreshock.findings") != null)
                    .max(Comparator.comparingLong(ReceivedSpan::durationNanos))
                    .ifPresent(slowest -> slowest(slowest, many.spans()));
            all.forEach(run -> way(run.spans()));
            line(String.format(
                    Locale.ROOT,
                    "%,d requests to the shop became %,d spans, which arrived with the metrics in %,d exports of %,d kB",
                    all.stream().mapToInt(run -> run.visits().size()).sum(),
                    all.stream().mapToInt(run -> run.spans().size()).sum(),
                    all.stream().mapToInt(Run::exports).sum(),
                    all.stream().mapToLong(Run::exportedBytes).sum() / 1024));
        }
        line("The agent sent its data to " + telemetry.destination());
        if (telemetry.isOurs()) {
            line("With OTEL_EXPORTER_OTLP_ENDPOINT set it goes to your own backend");
        }
    }

    private void slowest(ReceivedSpan root, List<ReceivedSpan> all) {
        List<ReceivedSpan> statements = all.stream()
                .filter(span -> span.traceId().equals(root.traceId()) && span.attribute("db.query.text") != null)
                .toList();
        long executed = statements.stream()
                .mapToLong(span -> span.attribute("foreshock.composite.count") instanceof Long count ? count : 1)
                .sum();
        line(String.format(
                Locale.ROOT,
                "Slowest request with a finding: %s, %s, %,d statements in %d spans, trace %s",
                root.name(),
                millis(root.durationNanos() / 1e6),
                executed,
                statements.size(),
                root.traceId()));
    }

    /** What became of the first order that went through the queue. */
    private void way(List<ReceivedSpan> all) {
        all.stream()
                .filter(span -> span.kind().equals("CONSUMER"))
                .min(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                .ifPresent(packing -> wrap(
                                all.stream()
                                        .filter(span -> span.traceId().equals(packing.traceId()))
                                        .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                                        .map(ReceivedSpan::name)
                                        .collect(Collectors.joining(
                                                " > ", "One order on its way: ", ", trace " + packing.traceId())),
                                WIDTH - INDENT.length())
                        .forEach(this::line));
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

    /** The unit of work, or the dependency where many suffer. */
    private static String where(ReceivedLog finding) {
        String unit = text(finding, "foreshock.finding.unit");
        return unit.isEmpty() ? text(finding, "foreshock.finding.subject") : unit;
    }

    private static String location(ReceivedLog finding) {
        String function = text(finding, "code.function.name");
        String file = text(finding, "code.file.path");
        String line = text(finding, "code.line.number");
        return file.isEmpty() ? function : function + " (" + file + (line.isEmpty() ? "" : ":" + line) + ")";
    }

    private static String wasted(ReceivedLog finding) {
        return finding.attribute("foreshock.finding.wasted_seconds") instanceof Double seconds && seconds > 0
                ? String.format(
                        Locale.ROOT,
                        "%.3f s when it was announced (seen %s times)",
                        seconds,
                        text(finding, "foreshock.finding.occurrences"))
                : "";
    }

    private static String text(ReceivedLog finding, String key) {
        Object value = finding.attribute(key);
        return value == null
                ? ""
                : value instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : "" + value;
    }

    private static List<Visit> select(Run run, String path) {
        return run.visits().stream().filter(visit -> visit.path().equals(path)).toList();
    }

    private static String statements(List<Visit> visits) {
        // The median, since the pool opens connections of its own accord, and the driver asks for their settings.
        long[] counts = visits.stream().mapToLong(Visit::statements).sorted().toArray();
        return counts.length == 0 ? "" : String.format(Locale.ROOT, "%,d", counts[(counts.length - 1) / 2]);
    }

    private static double median(List<Visit> visits) {
        double[] millis = visits.stream().mapToDouble(Visit::millis).sorted().toArray();
        return millis.length == 0 ? 0 : millis[(millis.length - 1) / 2];
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
