// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Shape;
import dev.foreshock.core.sql.SqlShapes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The shape of a statement: from the cache by identity, from the cache by equality, and read anew because of its literals. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StatementShapeBenchmark {
    private static final String COLUMNS =
            "o1_0.id,o1_0.created_at,o1_0.customer_id,c1_0.id,c1_0.email,c1_0.name,o1_0.currency,o1_0.delivered_at,"
                    + "o1_0.discount,o1_0.note,o1_0.paid_at,o1_0.shipped_at,o1_0.state,o1_0.total,o1_0.version";

    private final SqlShapes shapes = new SqlShapes();
    private final String prepared = "select " + COLUMNS
            + " from orders o1_0 left join customer c1_0 on c1_0.id=o1_0.customer_id where o1_0.state=? order by o1_0.id";
    private final char[] characters = prepared.toCharArray();
    private final String[] literals = new String[1_024];
    private int next;

    public StatementShapeBenchmark() {
        for (int i = 0; i < literals.length; i++) {
            literals[i] = "select * from orders where id = " + (1_000 + i);
        }
    }

    @Benchmark
    public Shape sameText() {
        return shapes.shape(prepared, Samples.DATABASE);
    }

    @Benchmark
    public Shape equalText() {
        return shapes.shape(new String(characters), Samples.DATABASE);
    }

    @Benchmark
    public Shape textWithLiterals() {
        return shapes.shape(literals[next++ & 1_023], Samples.DATABASE);
    }
}
