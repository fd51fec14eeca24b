// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;
import java.util.stream.IntStream;

/** Statements and a target, as an application has them. */
public final class Samples {
    public static final Target DATABASE = new Target("postgresql", "db.internal", 5432, "shop");

    /** Ten of them. */
    public static final List<Shape> SHAPES =
            IntStream.range(0, 10).mapToObj(Samples::shape).toList();

    private Samples() {}

    static Shape shape(int number) {
        return new Shape(
                number * 0x9E3779B97F4A7C15L,
                "SELECT * FROM table_" + number + " WHERE id = ?",
                "SELECT table_" + number,
                "SELECT",
                List.of("table_" + number),
                0,
                0,
                Shape.READS);
    }
}
