// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Prometheus's own check of rules. */
final class Promtool {
    private static final String MISSING =
            "no promtool on the PATH (of Debian's package prometheus), none named by -Dforeshock.promtool either";

    private Promtool() {}

    /** Fails unless it says {@code SUCCESS}; skips the test where there is none. */
    static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        String program = find();
        Assumptions.assumeFalse(program.isEmpty(), MISSING);
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("foreshock-promtool", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(ended, () -> command + " does not end: " + said);
            assertEquals(0, process.exitValue(), () -> command + ": " + said);
            assertTrue(said.contains("SUCCESS"), said);
        } finally {
            Files.delete(output);
        }
    }

    private static String find() {
        String named = System.getProperty("foreshock.promtool", "");
        return named.isEmpty() ? onPath("promtool") : named;
    }

    /** The first program of this name on the {@code PATH}, or an empty text. */
    static String onPath(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        return "";
    }
}
