// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong, the application does what it does without the agent. */
class FaultTest {
    @TempDir
    Path directory;

    private Path library;
    private List<String> expected;

    @BeforeEach
    void run_without_agent() throws Exception {
        library = Library.compile(directory.resolve("library"));
        expected = user().withoutAgent().run().assertClean().stdout();
        assertEquals(10, expected.size());
    }

    private JvmBuilder user() {
        return ForkedJvm.of(LibraryUser.class)
                .classPath(library)
                .environment("OTEL_TRACES_EXPORTER", "none")
                .environment("OTEL_METRICS_EXPORTER", "none")
                .environment("OTEL_LOGS_EXPORTER", "none");
    }

    /** The library no longer has the methods that the advice calls. */
    @Test
    void advice_that_throws_is_said_once_and_switched_off() throws Exception {
        JvmExit exit = user().agentArguments("diagnose")
                .expectStderr("\\[foreshock]")
                .run()
                .assertClean();
        assertEquals(expected, exit.stdout());
        assertEquals(
                1,
                exit.stderr().stream()
                        .filter(line -> line.contains("advice TomcatService on " + Library.TYPE + " failed"))
                        .count(),
                exit::describe);
        assertTrue(
                exit.stderr().contains("[foreshock] fuse: advice TomcatService on " + Library.TYPE + ": blown"),
                exit::describe);
    }

    @Test
    void a_class_file_too_old_for_invokedynamic_is_left_alone_and_named() throws Exception {
        Library.age(library, 50);
        JvmExit exit = user().agentArguments("diagnose")
                .expectStderr("\\[foreshock]")
                .run()
                .assertClean();
        assertEquals(expected, exit.stdout());
        assertTrue(
                exit.stderr().stream()
                        .anyMatch(line ->
                                line.contains("not woven: " + Library.TYPE + ": its class file has version 50")),
                exit::describe);
    }

    @Test
    void an_instrumentation_that_is_switched_off_weaves_nothing() throws Exception {
        JvmExit exit = user().agentArguments("diagnose")
                .environment("OTEL_INSTRUMENTATION_TOMCAT_ENABLED", "false")
                .expectStderr("\\[foreshock]")
                .run()
                .assertClean();
        assertEquals(expected, exit.stdout());
        assertTrue(exit.stderr().stream().noneMatch(line -> line.contains(Library.TYPE)), exit::describe);
    }

    @Test
    void the_agents_jar_may_vanish() throws Exception {
        Path copy = Files.copy(JvmBuilder.agentJar(), directory.resolve("vanishing.jar"));
        try (ForkedJvm jvm = user().agentJar(copy)
                .arguments("wait")
                .expectStderr("failed|is off")
                .start()) {
            jvm.awaitReady();
            Files.delete(copy);
            JvmExit exit = jvm.finish().assertClean();
            assertEquals(expected, exit.stdout().subList(1, exit.stdout().size()));
        }
    }

    /** What a deployment does that copies a new jar over the old one. */
    @Test
    void the_agents_jar_may_be_overwritten() throws Exception {
        Path copy = Files.copy(JvmBuilder.agentJar(), directory.resolve("overwritten.jar"));
        try (ForkedJvm jvm = user().agentJar(copy)
                .arguments("wait")
                .expectStderr("\\[foreshock]")
                .start()) {
            jvm.awaitReady();
            Files.write(copy, new byte[1_000]);
            JvmExit exit = jvm.finish().assertClean();
            assertEquals(expected, exit.stdout().subList(1, exit.stdout().size()));
        }
    }

    @Test
    void settings_that_cannot_be_read_are_named_and_change_nothing() throws Exception {
        JvmExit exit = user().environment("FORESHOCK_LOG_LEVEL", "loud")
                .environment("FORESHOCK_DIAGNOSED", "true")
                .environment("OTEL_INSTRUMENTATION_TOMCAT_ENABLED", "false")
                .expectStderr("FORESHOCK_LOG_LEVEL=loud is not one of")
                .expectStderr("FORESHOCK_DIAGNOSED is no setting of Foreshock; did you mean FORESHOCK_DIAGNOSE\\?")
                .run()
                .assertClean();
        assertEquals(expected, exit.stdout());
        assertEquals(2, exit.stderr().size(), exit::describe);
    }
}
