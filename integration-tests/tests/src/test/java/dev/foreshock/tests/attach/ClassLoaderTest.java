// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries are woven in whatever class loader they live. */
class ClassLoaderTest {
    @TempDir
    Path directory;

    @Test
    void drivers_are_seen_in_child_first_loaders_in_named_modules_and_beside_the_application() throws Exception {
        Path h2 = Libraries.of("h2", "latest").get(0);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmExit exit = ForkedJvm.of(Databases.class)
                    .exportTo(receiver)
                    .arguments(h2.toString())
                    .run()
                    .assertClean();
            assertTrue(exit.stdout().contains("module module: true"), exit::describe);
            for (String world : List.of("child_first", "no_application", "module")) {
                receiver.awaitSpan(
                        span -> String.valueOf(span.attribute("db.query.text")).contains(world));
            }
        }
    }

    @Test
    void a_loader_without_a_parent_sees_the_dispatcher() throws Exception {
        Path library = Library.compile(directory.resolve("library"));
        JvmExit exit = ForkedJvm.of(ParentlessLoader.class)
                .agentArguments("diagnose")
                .arguments(library.toString())
                .expectStderr("\\[foreshock]")
                .run()
                .assertClean();
        assertEquals(List.of("request served"), exit.stdout());
        assertTrue(exit.stderr().stream().anyMatch(line -> line.contains("woven: " + Library.TYPE)), exit::describe);
    }

    /** A file system may be read-only, or belong to somebody else. */
    @Test
    void no_file_is_written_anywhere() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertTrue(empty.toFile().setWritable(false));
        ForkedJvm.of(HelloWorld.class)
                .workingDirectory(empty)
                .systemProperty("java.io.tmpdir", directory.resolve("missing").toString())
                .expectStderr("^WARNING: java.io.tmpdir directory does not exist") // of JDK 25
                .run()
                .assertClean();
        try (Stream<Path> files = Files.list(empty)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
