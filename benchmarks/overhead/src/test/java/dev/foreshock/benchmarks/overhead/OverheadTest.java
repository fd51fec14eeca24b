// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.JvmBuilder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That the comparison runs, and finds all its figures; what they are, nobody asserts. */
@EnabledOnOs(OS.LINUX)
class OverheadTest {
    private static final Set<Figure> OF_HELLO =
            Set.of(Figure.START_WALL, Figure.START_CPU, Figure.START_RSS, Figure.END_WALL, Figure.WHOLE_CPU);
    /** Its end is not timed, and it logs nothing that could be exported. */
    private static final Set<Figure> NOT_OF_THE_SERVICE = Set.of(Figure.END_WALL, Figure.WHOLE_CPU, Figure.LOG_BYTES);

    @TempDir
    Path directory;

    @Test
    void finds_every_figure_of_hello_world_and_of_the_service() throws Exception {
        Measurements hello = comparison(Variant.NONE, Variant.FORESHOCK).measure(Application.HELLO);
        OF_HELLO.forEach(figure -> assertPositive(hello, Variant.NONE, figure));
        OF_HELLO.forEach(figure -> assertPositive(hello, Variant.FORESHOCK, figure));

        Measurements service = comparison(Variant.FORESHOCK).measure(Application.SMALL);
        Arrays.stream(Figure.values())
                .filter(figure -> !NOT_OF_THE_SERVICE.contains(figure))
                .forEach(figure -> assertPositive(service, Variant.FORESHOCK, figure));
        // The request and its ten selects, once all of them are woven.
        double spans = service.values(Variant.FORESHOCK, Figure.SPANS).get(0);
        assertTrue(spans > 1 && spans < 11.5, () -> spans + " spans per request");
    }

    private Comparison comparison(Variant... variants) {
        return new Comparison(
                JvmBuilder.repositoryRoot(),
                new Options(0, 1, 0, 0.5, 100, List.of(), List.of(variants), directory.resolve("unused")));
    }

    private static void assertPositive(Measurements measured, Variant variant, Figure figure) {
        List<Double> values = measured.values(variant, figure);
        assertTrue(
                !values.isEmpty() && values.stream().allMatch(value -> value > 0),
                () -> figure + " with " + variant + ": " + values);
    }
}
