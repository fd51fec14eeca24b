// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that is too old says so in one line and runs its application; {@code JAVA_8_HOME} and the like name one. */
class OldJvmTest {
    private static final int EXIT_CODE = 3;

    @TempDir
    Path directory;

    private static Path jvm(int feature) {
        Optional<Path> home = Jdks.find(feature);
        assumeTrue(home.isPresent(), "no Java " + feature + " on this machine");
        return home.orElseThrow();
    }

    private static String version(int feature) {
        return feature == 8 ? "1\\.8\\.0" : feature + "[.\\-]?";
    }

    @ParameterizedTest(name = "Java {0}")
    @ValueSource(ints = {8, 11})
    void runs_its_application_after_one_line(int feature) throws Exception {
        Path jvm = jvm(feature);
        Path application = new Sources().release(8).add("Hello", """
                        public class Hello {
                          public static void main(String[] arguments) {
                            System.out.println("hello");
                            System.exit(Integer.parseInt(arguments[0]));
                          }
                        }
                        """).compileTo(directory);
        JvmExit exit = ForkedJvm.of("Hello")
                .jdk(jvm)
                .classPath(application)
                .arguments(Integer.toString(EXIT_CODE))
                .expectStderr("^\\[foreshock] needs Java 17 or later and does nothing on Java " + version(feature))
                .run()
                .assertCode(EXIT_CODE);
        assertEquals(List.of("hello"), exit.stdout());
        assertEquals(1, exit.stderr().size(), exit::describe);
    }

    @ParameterizedTest(name = "Java {0}")
    @ValueSource(ints = {8, 11})
    void is_told_what_the_jar_needs(int feature) throws Exception {
        JvmExit exit = ForkedJvm.ofJar(JvmBuilder.agentJar())
                .jdk(jvm(feature))
                .withoutAgent()
                .run()
                .assertClean();
        assertEquals(1, exit.stdout().size(), exit::describe);
        assertTrue(
                exit.stdout()
                        .get(0)
                        .matches("Foreshock needs Java 17 or later; this is Java " + version(feature) + ".*"),
                exit::describe);
    }
}
