// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent costs a program that does nothing, and when it stays out of the way. */
class StartUpTest {
    private static final int MOST_CLASSES_BEFORE_MAIN = 150;
    private static final int JAVA_8 = 52;

    @TempDir
    Path directory;

    static Stream<Path> jdks() {
        return Stream.of(17, 25).flatMap(feature -> Jdks.find(feature).stream());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void hello_world_loads_little_says_nothing_and_keeps_no_thread(Path jdk) throws Exception {
        Path log = directory.resolve("classes.log");
        JvmExit exit = ForkedJvm.of(HelloWorld.class)
                .jdk(jdk)
                .weaveInBackground()
                .flags("-Xlog:class+load:file=" + log)
                .run()
                .assertClean();
        assertEquals(List.of("hello", "attached: true", "user threads: main"), exit.stdout());
        List<String> before = Files.readAllLines(log).stream()
                .takeWhile(line -> !line.contains(" " + HelloWorld.class.getName() + " "))
                .filter(line -> line.contains(" dev.foreshock."))
                .toList();
        assertFalse(before.isEmpty(), "no class of the agent was loaded");
        assertTrue(
                before.size() <= MOST_CLASSES_BEFORE_MAIN,
                () -> before.size() + " classes:\n" + String.join("\n", before));
    }

    /** Any of these would be one the application can hear. */
    @Test
    void nothing_of_the_application_is_started_before_its_main() throws Exception {
        Path log = directory.resolve("classes.log");
        ForkedJvm.of(HelloWorld.class)
                .weaveInBackground()
                .flags("-Xlog:class+load:file=" + log)
                .run()
                .assertClean();
        List<String> started = Files.readAllLines(log).stream()
                .takeWhile(line -> !line.contains(" " + HelloWorld.class.getName() + " "))
                .filter(line -> line.contains(" java.util.logging.")
                        || line.contains(" javax.management.")
                        || line.contains(" java.lang.management.")
                        || line.contains(" java.util.regex.")
                        || line.contains(" java.util.stream.")
                        || line.contains(" java.util.ServiceLoader")
                        || line.contains(" java.security.SecureRandom"))
                .filter(line -> !line.contains("shared objects file"))
                .toList();
        assertEquals(List.of(), started);
    }

    @Test
    void tools_of_the_jdk_inherit_the_agent_and_do_not_notice() throws Exception {
        Process javac = new ProcessBuilder(Jdks.running().resolve("bin/javac").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("javac.out").toFile())
                .start();
        assertEquals(0, javac.waitFor());
        ProcessBuilder tool = new ProcessBuilder(
                        Jdks.running().resolve("bin/javac").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("tool.out").toFile());
        tool.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + JvmBuilder.agentJar());
        tool.environment().put("FORESHOCK_DIAGNOSE", "true");
        assertEquals(0, tool.start().waitFor());
        assertEquals(
                Files.readAllLines(directory.resolve("javac.out")),
                Files.readAllLines(directory.resolve("tool.out")).stream()
                        .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                        .toList());
    }

    @Test
    void a_second_copy_does_nothing_and_says_so() throws Exception {
        Path copy = Files.copy(JvmBuilder.agentJar(), directory.resolve("copy.jar"));
        JvmExit exit = ForkedJvm.of(HelloWorld.class)
                .flags("-javaagent:" + copy)
                .expectStderr("attached twice")
                .run()
                .assertClean();
        assertEquals(1, exit.stderr().size(), exit::describe);
        assertTrue(exit.stdout().contains("attached: true"), exit::describe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORESHOCK_ENABLED=false", "OTEL_JAVAAGENT_ENABLED=false", "OTEL_SDK_DISABLED=true"})
    void can_be_switched_off(String variable) throws Exception {
        String[] nameAndValue = variable.split("=");
        JvmExit exit = ForkedJvm.of(HelloWorld.class)
                .environment(nameAndValue[0], nameAndValue[1])
                .run()
                .assertClean();
        assertTrue(exit.stdout().contains("attached: false"), exit::describe);
    }

    /** A premain class that an old JVM cannot link ends that JVM before its application starts. */
    @Test
    void the_premain_class_is_one_class_of_java_8() throws Exception {
        try (ZipFile jar = new ZipFile(JvmBuilder.agentJar().toFile())) {
            try (DataInputStream in =
                    new DataInputStream(jar.getInputStream(jar.getEntry("dev/foreshock/agent/AgentMain.class")))) {
                assertEquals(0xCAFEBABE, in.readInt());
                in.readUnsignedShort();
                assertEquals(JAVA_8, in.readUnsignedShort());
            }
            assertEquals(
                    List.of(),
                    jar.stream()
                            .map(Object::toString)
                            .filter(name -> name.contains("AgentMain$"))
                            .toList());
        }
    }

    @Test
    void the_jar_is_small_and_brings_the_licences_of_what_it_carries() throws Exception {
        assertTrue(Files.size(JvmBuilder.agentJar()) < 10 << 20);
        try (ZipFile jar = new ZipFile(JvmBuilder.agentJar().toFile())) {
            List<String> names = jar.stream().map(Object::toString).toList();
            assertTrue(names.containsAll(List.of("META-INF/LICENSE", "META-INF/NOTICE")), names::toString);
            for (String work : List.of("byte-buddy", "slf4j-api")) {
                assertTrue(names.stream().anyMatch(name -> name.startsWith("META-INF/licenses/" + work)), work);
            }
            assertEquals(
                    List.of(),
                    names.stream()
                            .filter(name -> name.endsWith(".class") && !name.startsWith("dev/foreshock/agent/"))
                            .toList());
        }
    }

    @Test
    void the_jar_explains_itself() throws Exception {
        JvmExit exit =
                ForkedJvm.ofJar(JvmBuilder.agentJar()).withoutAgent().run().assertClean();
        assertTrue(exit.stdout().get(0).startsWith("Foreshock "), exit::describe);
        String text = String.join("\n", exit.stdout());
        for (String setting : List.of(
                "FORESHOCK_ENABLED", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "FORESHOCK_DIAGNOSE")) {
            assertTrue(text.contains(setting), exit::describe);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void takes_no_unsafe_memory_and_one_processor(Path jdk) throws Exception {
        JvmBuilder builder = ForkedJvm.of(HelloWorld.class).jdk(jdk).flags("-XX:ActiveProcessorCount=1");
        if (jdk.equals(Jdks.find(25).orElse(null))) {
            builder.flags("--sun-misc-unsafe-memory-access=deny");
        }
        assertEquals("hello", builder.run().assertClean().stdout().get(0));
    }
}
