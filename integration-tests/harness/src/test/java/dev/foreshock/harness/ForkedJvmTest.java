// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForkedJvmTest {
    @Test
    void aJvmRunsToItsEnd() throws Exception {
        JvmExit exit = ForkedJvm.of(Greeting.class)
                .withoutAgent()
                .arguments("Ada")
                .systemProperty("greeting", "Hello")
                .environment("FORESHOCK_TEST", "set")
                .run()
                .assertClean();
        assertEquals(List.of("Hello Ada", "FORESHOCK_TEST=set", "CLASSPATH=null"), exit.stdout());
    }

    @Test
    void anExitCodeAndALineOnStandardErrorAreReported() throws Exception {
        JvmExit exit = ForkedJvm.of(Failure.class).withoutAgent().run();
        assertEquals(3, exit.code());
        assertEquals(List.of("expected noise", "unexpected noise"), exit.unexpectedStderr());
        assertThrows(AssertionError.class, () -> exit.assertCode(3));
        assertThrows(AssertionError.class, exit::assertClean);
    }

    @Test
    void expectedLinesOnStandardErrorAreAllowed() throws Exception {
        JvmExit exit = ForkedJvm.of(Failure.class)
                .withoutAgent()
                .expectStderr("^expected noise$")
                .run();
        assertEquals(List.of("unexpected noise"), exit.unexpectedStderr());
    }

    @Test
    void aChildIsReadyAndEndsWhenItsInputIsClosed() throws Exception {
        try (ForkedJvm jvm = ForkedJvm.of(Service.class).withoutAgent().start()) {
            assertEquals(4711, jvm.awaitReady());
            assertTrue(jvm.isAlive());
            assertEquals("bye", jvm.finish().assertClean().value("said "));
            assertFalse(jvm.isAlive());
        }
    }

    @Test
    void aChildThatDiesBeforeItIsReadyFailsAtOnce() throws Exception {
        try (ForkedJvm jvm = ForkedJvm.of(Failure.class).withoutAgent().start()) {
            AssertionError died = assertThrows(AssertionError.class, jvm::awaitReady);
            assertTrue(died.getMessage().contains("unexpected noise"), died.getMessage());
        }
    }

    @Test
    void aChildThatDoesNotEndIsKilledAndShowsItsThreads() throws Exception {
        ForkedJvm jvm = ForkedJvm.of(Hang.class)
                .withoutAgent()
                .timeout(Duration.ofSeconds(3))
                .start();
        AssertionError hung = assertThrows(AssertionError.class, jvm::finish);
        assertTrue(hung.getMessage().contains("ForkedJvmTest$Hang.main"), hung.getMessage());
        assertFalse(ProcessHandle.of(jvm.pid()).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void theRunningJdkIsFound() {
        assertEquals(
                Path.of(System.getProperty("java.home")),
                Jdks.find(Runtime.version().feature()).orElseThrow());
        assertTrue(Jdks.find(3).isEmpty());
    }

    static final class Greeting {
        public static void main(String[] arguments) {
            System.out.println(System.getProperty("greeting") + " " + arguments[0]);
            System.out.println("FORESHOCK_TEST=" + System.getenv("FORESHOCK_TEST"));
            System.out.println("CLASSPATH=" + System.getenv("CLASSPATH"));
        }
    }

    static final class Failure {
        public static void main(String[] arguments) {
            System.err.println("expected noise");
            System.err.println("unexpected noise");
            System.exit(3);
        }
    }

    static final class Service {
        public static void main(String[] arguments) throws Exception {
            Child.ready(4711);
            Child.awaitEnd();
            System.out.println("said bye");
        }
    }

    static final class Hang {
        public static void main(String[] arguments) throws Exception {
            Thread.currentThread().join();
        }
    }
}
