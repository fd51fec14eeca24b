// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** What the figures were measured on, and of what. */
final class Machine {
    private final Instant date = Instant.now();
    private final String loadBefore = load();

    List<String> lines(Path repository, List<Variant> variants) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        lines.add("* " + date.truncatedTo(ChronoUnit.MINUTES) + ", commit " + commit(repository));
        lines.add("* " + System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        lines.add("* " + Runtime.getRuntime().availableProcessors() + " processors (" + processor()
                + "), a virtual machine that may have other tenants; load " + loadBefore + " before, " + load()
                + " after");
        for (Variant variant : variants) {
            Path jar = variant.jar(repository);
            if (variant.observes() && variant != Variant.OTEL_SAME && jar != null) {
                lines.add("* " + variant.title + " " + version(jar));
            }
        }
        return lines;
    }

    private static String version(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String version = file.getManifest().getMainAttributes().getValue("Implementation-Version");
            return version == null ? "of unknown version" : version;
        }
    }

    private static String commit(Path repository) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .directory(repository.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return git.waitFor() == 0 ? commit : "unknown";
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown");
    }

    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
        } catch (IOException missing) {
            return "unknown";
        }
    }
}
