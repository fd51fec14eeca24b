// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmExit;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
                                        ThreadScenarios.class,
                                        SoakScenarios.class)
                                .map(scenarios -> Arguments.of(scenarios.getSimpleName(), feature, scenarios, home))));
    }

    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("runs")
    void context_goes_with_the_work(String name, int feature, Class<?> scenarios, Path jdk) throws Exception {
        JvmExit exit = ForkedJvm.of(InsideAgent.class)
                .jdk(jdk)
                .environment("OTEL_TRACES_EXPORTER", "none")
                .environment("OTEL_METRICS_EXPORTER", "none")
                .environment("OTEL_LOGS_EXPORTER", "none")
                .arguments(scenarios.getName())
                .run()
                .assertClean();
        List<String> failed =
                exit.stdout().stream().filter(line -> line.startsWith("FAILED")).toList();
        assertEquals(List.of(), failed, exit::describe);
        assertFalse(exit.stdout().stream().noneMatch(line -> line.equals("END")), exit::describe);
    }
}
