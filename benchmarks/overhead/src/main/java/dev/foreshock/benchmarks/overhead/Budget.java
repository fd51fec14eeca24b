// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What Foreshock may cost, and what it did cost. */
record Budget(String title, String limit, String measured, boolean held) {
    private static final double MOST_HELLO_WALL_MILLIS = 60;
    private static final double MOST_START_CPU_MILLIS = 800;
    private static final double MOST_START_RSS_MEBIBYTES = 25;
    private static final double MOST_START_METASPACE_MEBIBYTES = 8;
    private static final double MOST_OF_OTEL_CPU = 0.25;
    private static final double LEAST_THROUGHPUT = 0.85;
    private static final double MOST_JAR_MEGABYTES = 10;

    /** The export thread, the clock, and one that a sender may have. */
    private static final int MOST_THREADS = 3;

    private static final String OUR_THREADS = "foreshock";
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** All that can be told of what was measured. */
    static List<Budget> of(Map<Application, Measurements> measured, Path jar) throws IOException {
        List<Budget> budgets = new ArrayList<>();
        Measurements none = new Measurements();
        Measurements hello = Objects.requireNonNullElse(measured.get(Application.HELLO), none);
        Measurements h2 = Objects.requireNonNullElse(measured.get(Application.H2), none);
        added(budgets, "Hello World: added wall time until `main`", hello, Figure.START_WALL, MOST_HELLO_WALL_MILLIS);
        hello.added(Variant.EMPTY, Variant.FORESHOCK, Figure.START_WALL)
                .ifPresent(added ->
                        budgets.add(most("the same, beyond the empty agent", "ms", MOST_HELLO_WALL_MILLIS, added)));
        added(budgets, "Spring Boot: added CPU time until started", h2, Figure.START_CPU, MOST_START_CPU_MILLIS);
        added(budgets, "Spring Boot: added RSS once started", h2, Figure.START_RSS, MOST_START_RSS_MEBIBYTES);
        added(
                budgets,
                "Spring Boot: added metaspace once started",
                h2,
                Figure.START_METASPACE,
                MOST_START_METASPACE_MEBIBYTES);
        againstOtel(
                budgets,
                "ten prepared selects on H2, closed loop: part of the OTel agent's added CPU",
                h2,
                Figure.REQUEST_CPU);
        againstOtel(budgets, "the same at the fixed rate", h2, Figure.RATE_CPU);
        h2.ratio(Variant.FORESHOCK, Figure.THROUGHPUT)
                .ifPresent(ratio -> budgets.add(new Budget(
                        "the same, closed loop: throughput to that without an agent",
                        "≥ " + number(LEAST_THROUGHPUT),
                        spread(ratio, 2),
                        ratio.median() >= LEAST_THROUGHPUT)));
        double megabytes = Files.size(jar) / BYTES_PER_MEGABYTE;
        budgets.add(new Budget(
                "the agent's jar",
                "≤ " + number(MOST_JAR_MEGABYTES) + " MB",
                String.format(Locale.ROOT, "%.1f MB", megabytes),
                megabytes <= MOST_JAR_MEGABYTES));
        Map<String, Integer> threads = h2.threads(Variant.FORESHOCK);
        if (!threads.isEmpty()) {
            List<String> ours = threads.keySet().stream()
                    .filter(name -> name.startsWith(OUR_THREADS))
                    .toList();
            budgets.add(new Budget(
                    "threads of ours after load",
                    "≤ " + MOST_THREADS,
                    ours.size() + " (" + String.join(", ", ours) + ")",
                    ours.size() <= MOST_THREADS));
        }
        return budgets;
    }

    private static void added(List<Budget> budgets, String title, Measurements measured, Figure figure, double most) {
        measured.added(Variant.FORESHOCK, figure)
                .ifPresent(added -> budgets.add(most(title, figure.unit, most, added)));
    }

    /** Of two medians, since a ratio of two differences of one round may be anything. */
    private static void againstOtel(List<Budget> budgets, String title, Measurements measured, Figure figure) {
        Optional<Spread> ours = measured.added(Variant.FORESHOCK, figure);
        Optional<Spread> theirs = measured.added(Variant.OTEL, figure);
        if (ours.isPresent() && theirs.isPresent()) {
            double part = ours.get().median() / theirs.get().median();
            budgets.add(new Budget(
                    title,
                    "≤ " + number(MOST_OF_OTEL_CPU),
                    String.format(
                            Locale.ROOT,
                            "%.2f (%.0f of %.0f %s)",
                            part,
                            ours.get().median(),
                            theirs.get().median(),
                            figure.unit),
                    part <= MOST_OF_OTEL_CPU));
        }
    }

    private static Budget most(String title, String unit, double most, Spread added) {
        return new Budget(
                title, "≤ " + number(most) + " " + unit, spread(added, 0) + " " + unit, added.median() <= most);
    }

    private static String spread(Spread spread, int decimals) {
        return Report.text(spread.median(), decimals) + " (" + Report.text(spread.least(), decimals) + " to "
                + Report.text(spread.most(), decimals) + ")";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
