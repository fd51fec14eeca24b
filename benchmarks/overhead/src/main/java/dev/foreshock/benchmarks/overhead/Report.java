// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures as a page of Markdown. */
final class Report {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final StringBuilder text = new StringBuilder();
    private final Options options;
    private final Path repository;

    Report(Options options, Path repository) {
        this.options = options;
        this.repository = repository;
    }

    String page(Map<Application, Measurements> measured, Machine machine, double minutes)
            throws IOException, InterruptedException {
        line("# Overhead");
        line("");
        line(
                "Written by `dev.foreshock.benchmarks.overhead.Overhead`; how to run it, and what each figure means, is in");
        line("[README.md](README.md).");
        line("");
        machine.lines(repository, options.variants()).forEach(this::line);
        line(String.format(Locale.ROOT, "* this run took %.0f minutes", minutes));
        line("");
        line(
                "The load and the receiver of what is exported share the two processors with the application, so CPU per request and");
        line(
                "ratios say more than throughput and latencies do. A figure is the median of the rounds, in parentheses the least and");
        line(
                "the most of them. The column without an agent has the figure itself, the others have, for each round, how it compares");
        line("with no agent in the same round: × is a ratio, + and − are differences, and neither is a value.");
        line("");
        budgets(Budget.of(measured, required(Variant.FORESHOCK.jar(repository))));
        measured.forEach(this::application);
        settings();
        return text.toString();
    }

    private void budgets(List<Budget> budgets) {
        line("## Budgets");
        line("");
        line("| | budget | measured | |");
        line("|---|---|---|---|");
        for (Budget budget : budgets) {
            line("| " + budget.title() + " | " + budget.limit() + " | " + budget.measured() + " | "
                    + (budget.held() ? "held" : "**not held**") + " |");
        }
        line("");
    }

    private void application(Application application, Measurements measurements) {
        line("## " + application.title);
        line("");
        List<Variant> variants = options.variants().stream()
                .filter(variant ->
                        measurements.spread(variant, Figure.START_WALL).isPresent())
                .toList();
        StringBuilder head = new StringBuilder("| |");
        variants.forEach(variant -> head.append(' ').append(variant.title).append(" |"));
        line(head.toString());
        line("|---|" + "---|".repeat(variants.size()));
        for (Figure figure : Figure.values()) {
            if (measurements.has(figure)) {
                StringBuilder row = new StringBuilder("| " + figure.title + " |");
                variants.forEach(variant -> row.append(' ')
                        .append(cell(measurements, variant, figure))
                        .append(" |"));
                line(row.toString());
            }
        }
        line("");
        threads(variants, measurements);
    }

    private static String cell(Measurements measurements, Variant variant, Figure figure) {
        boolean base = variant == Variant.NONE || figure.shown == Figure.Shown.VALUE;
        Optional<Spread> spread = base
                ? measurements.spread(variant, figure)
                : figure.shown == Figure.Shown.RATIO
                        ? measurements.ratio(variant, figure)
                        : measurements.added(variant, figure);
        if (spread.isEmpty()) {
            return "";
        }
        boolean ratio = !base && figure.shown == Figure.Shown.RATIO;
        int decimals = ratio ? 2 : figure.decimals;
        String unit = ratio || figure.unit.isEmpty() ? "" : " " + figure.unit;
        String sign = base ? "" : ratio ? "× " : spread.get().median() >= 0 ? "+" : "";
        String median = sign + text(spread.get().median(), decimals) + unit;
        return spread.get().least() == spread.get().most()
                ? median
                : median + " (" + text(spread.get().least(), decimals) + " to "
                        + text(spread.get().most(), decimals) + ")";
    }

    /** What lives beside the threads that live without an agent. Numbers at the end of names differ from run to run. */
    private void threads(List<Variant> variants, Measurements measurements) {
        Map<String, Integer> base = withoutNumbers(measurements.threads(Variant.NONE));
        for (Variant variant : variants) {
            Map<String, Integer> more = withoutNumbers(measurements.threads(variant));
            more.replaceAll((name, count) -> count - base.getOrDefault(name, 0));
            more.values().removeIf(count -> count <= 0);
            if (variant != Variant.NONE && !more.isEmpty()) {
                line("* threads that live after load with " + variant.title + " and not without: "
                        + String.join(
                                ", ",
                                more.entrySet().stream()
                                        .map(entry -> "`" + entry.getKey() + "`"
                                                + (entry.getValue() > 1 ? " × " + entry.getValue() : ""))
                                        .toList()));
            }
        }
        line("");
    }

    private static Map<String, Integer> withoutNumbers(Map<String, Integer> names) {
        Map<String, Integer> plain = new TreeMap<>();
        names.forEach((name, count) -> plain.merge(name.replaceAll("\\d+", "N"), count, Integer::sum));
        return plain;
    }

    private void settings() {
        line("## Settings");
        line("");
        line("The same for all agents, beside the receiver's address:");
        line("");
        line("```");
        Variant.exportSettings().forEach((name, value) -> line(name + "=" + value));
        line("```");
        for (Variant variant : options.variants()) {
            if (!variant.ownSettings().isEmpty()) {
                line("");
                line(variant.title + ", beside them:");
                line("");
                line("```");
                variant.ownSettings().forEach((name, value) -> line(name + "=" + value));
                line("```");
            }
        }
        line("");
        line("Everything else is as it comes. The service writes no log lines while it is under load.");
        line("");
        line(String.format(
                Locale.ROOT,
                "Load: 4 connections, windows of %.1f s after %,d requests to warm up, closed and then at %.0f requests a second; "
                        + "%d rounds for Spring Boot on H2, %d for Hello World, %d for the others, and for the first two one before them that is not counted.",
                options.seconds(),
                options.warmUpRequests(),
                Comparison.RATE,
                options.rounds(),
                Comparison.HELLO_FACTOR * options.rounds(),
                (options.rounds() + 1) / 2));
        line("");
        line("| | flags of the JVM | jar of the agent |");
        line("|---|---|---|");
        for (Application application : options.applications()) {
            line("| " + application.title + " | `" + application.flags + "` | |");
        }
        for (Variant variant : options.variants()) {
            Path jar = variant.jar(repository);
            if (jar != null && variant != Variant.OTEL_SAME) {
                line("| " + variant.title + " | | " + megabytes(jar) + " |");
            }
        }
    }

    private static String megabytes(Path jar) {
        try {
            return String.format(Locale.ROOT, "%.2f MB", Files.size(jar) / BYTES_PER_MEGABYTE);
        } catch (IOException missing) {
            return "missing";
        }
    }

    /** With thousands apart from one another, and a minus that is one. */
    static String text(double value, int decimals) {
        String digits = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return digits.startsWith("-") ? "−" + digits.substring(1) : digits;
    }

    private static Path required(@Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("an agent without a jar");
        }
        return path;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
