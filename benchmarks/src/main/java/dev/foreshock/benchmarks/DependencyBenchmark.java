// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.core.detect.Detection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the statistics of dependencies cost each call: found in the table, and counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DependencyBenchmark {
    private static final int SHAPES = 64;

    private final Detection detection = new Core("always_on").detection;
    private final Operation[] calls = new Operation[SHAPES];
    private final Operation retry;

    public DependencyBenchmark() {
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
        for (int i = 0; i < SHAPES; i++) {
            calls[i] = new Operation(unit, unit.root(), Kind.DATABASE, i + 1, 1);
            calls[i].shape(Samples.shape(i));
            calls[i].target(Samples.DATABASE);
            calls[i].close(1 + 700_000L + 40_000L * i);
        }
        retry = retry(unit);
    }

    /** The second attempt of a call of which the first one failed, 300 ms later. */
    private static Operation retry(LocalTrace unit) {
        long millis = 1_000_000;
        Operation last = unit.root();
        for (int attempt = 0; attempt < 2; attempt++) {
            last = new Operation(unit, unit.root(), Kind.HTTP, 100 + attempt, 1 + 300 * attempt * millis);
            last.shape(Samples.shape(0));
            last.target(Samples.DATABASE);
            last.parameterHash(4711);
            last.fail("503", Outcome.REMOTE_ERROR);
            last.close(1 + (300 * attempt + 20) * millis);
            unit.add(last, true);
        }
        if (last.retry() == null) {
            throw new IllegalStateException("not seen as a retry");
        }
        return last;
    }

    /** Each thread goes through 64 shapes. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        int take() {
            return next++ & (SHAPES - 1);
        }
    }

    @Benchmark
    public void sameCall() {
        detection.ended(calls[0]);
    }

    @Benchmark
    public void sameRetry() {
        detection.ended(retry);
    }

    @Benchmark
    public void manyShapes(Turn turn) {
        detection.ended(calls[turn.take()]);
    }

    @Benchmark
    @Threads(2)
    public void sameCallOnTwoThreads() {
        detection.ended(calls[0]);
    }
}
