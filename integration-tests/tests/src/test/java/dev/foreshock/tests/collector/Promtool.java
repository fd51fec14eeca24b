// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Prometheus's own check of rules and configurations. */
final class Promtool {
    private static final String NAME = "promtool";

    private Promtool() {}

    /** Fails unless it says {@code SUCCESS}; skips the test where there is none. */
    static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        Optional<Program> program = Program.find(NAME);
        Assumptions.assumeTrue(program.isPresent(), Program.missing(NAME, "prometheus"));
        String said = program.get().run(directory, arguments);
        assertTrue(said.contains("SUCCESS"), said);
    }
}
