// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scenarios of this package find, on every JDK that there is. */
class HandoverTest {

    static Stream<Arguments> runs() {
        return Stream.of(17, 25)
                .flatMap(feature -> Jdks.find(feature).stream()
                        .flatMap(home -> Stream.of(
                                        PoolScenarios.class,
                                        FutureScenarios.class,
                                        PollingScenarios.class,
                                        ThreadScenarios.class,
                                        SoakScenarios.class)
                                .map(scenarios -> Arguments.of(scenarios.getSimpleName(), feature, scenarios, home))));
    }

    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("runs")
    void context_goes_with_the_work(String name, int feature, Class<?> scenarios, Path jdk) throws Exception {
        assertScenarios(child(scenarios, feature, jdk));
    }

    static Stream<Arguments> jdks() {
        return Stream.of(17, 25)
                .flatMap(feature -> Jdks.find(feature).stream().map(home -> Arguments.of(feature, home)));
    }

    @Tag("matrix")
    @ParameterizedTest(name = "on JDK {0}")
    @MethodSource("jdks")
    void a_million_tasks(int feature, Path jdk) throws Exception {
        assertScenarios(child(SoakScenarios.class, feature, jdk)
                .systemProperty("soak.tasks", "1000000")
                .timeout(Duration.ofMinutes(15)));
    }

    private static JvmBuilder child(Class<?> scenarios, int feature, Path jdk) throws Exception {
        JvmBuilder child = ForkedJvm.of(InsideAgent.class)
                .jdk(jdk)
                .library("reactor", "latest")
                .library("rxjava", "latest")
                .environment("OTEL_TRACES_EXPORTER", "none")
                .environment("OTEL_METRICS_EXPORTER", "none")
                .environment("OTEL_LOGS_EXPORTER", "none")
                .arguments(scenarios.getName())
                // The soak takes seconds on a machine of its own, and minutes on one that is shared.
                .timeout(Duration.ofMinutes(5));
        // Structured concurrency is not final there.
        return feature == 25 ? child.flags("--enable-preview") : child;
    }

    private static void assertScenarios(JvmBuilder child) throws Exception {
        JvmExit exit = child.run().assertClean();
        List<String> failed =
                exit.stdout().stream().filter(line -> line.startsWith("FAILED")).toList();
        assertEquals(List.of(), failed, exit::describe);
        assertFalse(exit.stdout().stream().noneMatch(line -> line.equals("END")), exit::describe);
    }
}
