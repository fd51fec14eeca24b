// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type that the index names, in the libraries that it names them for. */
class WovenTypesTest {
    private static final List<String> LIBRARIES = List.of(
            "postgresql",
            "h2",
            "sqlite",
            "hsqldb",
            "mariadb",
            "hikaricp",
            "tomcat-jdbc",
            "dbcp2",
            "tomcat",
            "jetty",
            "undertow",
            "spring-webmvc",
            "jersey",
            "resteasy",
            "logback",
            "log4j2");

    /** Types of libraries that come with no suite. */
    private static final List<String> ELSEWHERE = List.of("org.eclipse.jetty.ee", "com.ibm.db2.");

    private static final String WOVEN = "[foreshock] woven: ";

    @TempDir
    Path directory;

    static Stream<Arguments> runs() {
        return Stream.of(17, 25)
                .flatMap(feature -> Jdks.find(feature).stream()
                        .flatMap(jdk ->
                                Stream.of("floor", "latest").map(version -> Arguments.of(version, feature, jdk))));
    }

    private static List<String> types() throws Exception {
        Set<String> types = new TreeSet<>();
        try (ZipFile jar = new ZipFile(JvmBuilder.agentJar().toFile());
                BufferedReader index = new BufferedReader(new InputStreamReader(
                        jar.getInputStream(jar.getEntry("core/META-INF/weave.index")), StandardCharsets.UTF_8))) {
            for (String line = index.readLine(); line != null; line = index.readLine()) {
                for (String field : line.split("\t")) {
                    if (field.startsWith("types=")) {
                        types.addAll(List.of(field.substring("types=".length()).split(";")));
                    }
                }
            }
        }
        return List.copyOf(types);
    }

    private JvmBuilder members(String version, Path jdk) throws Exception {
        Path names = Files.write(directory.resolve("types"), types());
        JvmBuilder builder = ForkedJvm.of(Members.class)
                .jdk(jdk)
                .flags(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+BytecodeVerificationLocal",
                        "-XX:+BytecodeVerificationRemote")
                .arguments(names.toString());
        for (String library : LIBRARIES) {
            if (Libraries.has(library, version)) {
                builder.library(library, version);
            }
        }
        return builder;
    }

    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("runs")
    void is_woven_verified_and_keeps_its_members(String version, int feature, Path jdk) throws Exception {
        List<String> without =
                members(version, jdk).withoutAgent().run().assertClean().stdout();
        JvmExit with = members(version, jdk)
                .agentArguments("diagnose")
                .expectStderr("^\\[foreshock] woven: ")
                .run()
                .assertClean();
        assertEquals(without, with.stdout());
        assertTrue(without.stream().noneMatch(line -> line.startsWith("broken ")), without::toString);
        assertTrue(with.stderr().size() > 20, with::describe);
    }

    /** A name that no version of a library has any more, or has without the methods, is a mistake. */
    @Test
    void is_woven_in_a_version_that_is_tested() throws Exception {
        Set<String> missing = new TreeSet<>(types());
        for (Object[] run : runs().map(Arguments::get).toList()) {
            JvmExit exit = members((String) run[0], (Path) run[2])
                    .agentArguments("diagnose")
                    .run();
            for (String line : exit.stderr()) {
                if (line.startsWith(WOVEN)) {
                    missing.remove(line.substring(WOVEN.length(), line.indexOf(" by ")));
                }
            }
        }
        missing.removeIf(type -> ELSEWHERE.stream().anyMatch(type::startsWith));
        if (!Libraries.has("mariadb", "latest")) {
            missing.removeIf(type -> type.startsWith("org.mariadb."));
        }
        assertEquals(Set.of(), missing);
    }
}
