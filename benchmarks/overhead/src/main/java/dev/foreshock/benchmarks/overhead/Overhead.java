// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Compares agents by what they cost whole processes, and writes what came of it to a page. Needs Linux. */
public final class Overhead {
    private static final double NANOS_PER_MINUTE = 60e9;

    private Overhead() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path repository = JvmBuilder.repositoryRoot();
        Options options;
        try {
            options = Options.parse(List.of(arguments), repository.resolve("benchmarks/OVERHEAD.md"));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        Machine machine = new Machine();
        long start = System.nanoTime();
        Comparison comparison = new Comparison(repository, options);
        Map<Application, Measurements> measured = new EnumMap<>(Application.class);
        for (Application application : options.applications()) {
            System.out.println(application.title);
            measured.put(application, comparison.measure(application));
            // Each time, so that nothing is lost of a run that is broken off.
            double minutes = (System.nanoTime() - start) / NANOS_PER_MINUTE;
            Files.writeString(options.output(), new Report(options, repository).page(measured, machine, minutes));
        }
        System.out.println("Written to " + options.output());
    }
}
