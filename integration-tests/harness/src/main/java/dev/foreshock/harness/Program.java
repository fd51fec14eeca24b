// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine, since no jar carries it: it is looked for on the {@code PATH}, unless a system property names it,
 * {@code foreshock.promtool} for {@code promtool}. A test that wants one is skipped where there is none.
 */
public record Program(String name, Path path) {
    private static final long PATIENCE_MINUTES = 2;

    public static Optional<Program> find(String name) {
        String named = System.getProperty("foreshock." + name, "");
        if (!named.isEmpty()) {
            return Optional.of(new Program(name, Path.of(named)));
        }
        // Debian puts servers where the path of an ordinary user does not lead.
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(program)) {
                return Optional.of(new Program(name, program));
            }
        }
        return Optional.empty();
    }

    /** What to say where there is none. */
    public static String missing(String name, String debianPackage) {
        return "no " + name + " on the PATH (of Debian's package " + debianPackage + "), none named by -Dforeshock."
                + name + " either";
    }

    /**
     * Runs it to its end.
     *
     * @param directory where it runs
     * @return what it wrote, on both streams
     * @throws AssertionError if it fails, or does not end within two minutes
     */
    public String run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        try (TemporaryDirectory temporary = TemporaryDirectory.create("foreshock-" + name)) {
            Path output = temporary.path().resolve("output");
            Process process = ChildProcesses.adopt(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start());
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            ChildProcesses.kill(process);
            String said = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(command + (ended ? " failed: " : " does not end: ") + said);
            }
            return said;
        }
    }
}
