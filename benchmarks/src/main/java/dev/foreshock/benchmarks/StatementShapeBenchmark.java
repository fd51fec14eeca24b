// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Shape;
import dev.foreshock.core.sql.SqlShapes;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The shape of a statement: from the cache by identity, from the cache by equality, and read anew. */
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
    private final String preparedWithConstant = prepared.replace("=? order", "='OPEN' and o1_0.customer_id=? order");
    private final String[] literals = new String[1_024];
    private final String[] lists = new String[16];
    private final String[] textLists = new String[16];
    private final String[] rows = new String[16];
    private final String[] columns = new String[4_096];
    private int next;

    public StatementShapeBenchmark() {
        for (int i = 0; i < literals.length; i++) {
            literals[i] = "select * from orders where id = " + (1_000 + i);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i] = prepared.replace("total", "total_" + (1_000 + i));
        }
        for (int i = 0; i < lists.length; i++) {
            lists[i] = "select * from item where order_id in (" + list(1_000 * i, "%d") + ")";
            textLists[i] = "select * from item where sku in (" + list(1_000 * i, "'K-%d'") + ")";
            rows[i] = "insert into item (order_id, sku, price) values " + list(1_000 * i, "(%1$d, 'K-%1$d', 9.99)");
        }
    }

    private static String list(int from, String format) {
        return IntStream.range(from + 10_000, from + 11_000)
                .mapToObj(i -> String.format(format, i))
                .collect(Collectors.joining(", "));
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

    @Benchmark
    public Shape preparedTextWithConstant() {
        return shapes.shape(preparedWithConstant, Samples.DATABASE);
    }

    /** 410 characters, most of the time pushed out of the cache by one of 4,095 others. */
    @Benchmark
    public Shape newText() {
        return shapes.shape(columns[next++ & 4_095], Samples.DATABASE);
    }

    @Benchmark
    public Shape listOf1000Numbers() {
        return shapes.shape(lists[next++ & 15], Samples.DATABASE);
    }

    @Benchmark
    public Shape listOf1000Texts() {
        return shapes.shape(textLists[next++ & 15], Samples.DATABASE);
    }

    @Benchmark
    public Shape insertOf1000Rows() {
        return shapes.shape(rows[next++ & 15], Samples.DATABASE);
    }
}
