// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Recording one latency: by the agent, which also finds the series of the operation and adds to its sum, and by HdrHistogram's
 * recorders, which only count. HdrHistogram's packed recorder is measured with one thread only: with more it may never return.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HistogramBenchmark {
    private static final int SHAPES = 64;

    private final Operation[] operations = new Operation[SHAPES];
    private final Recorder dense = new Recorder(1, 60_000_000, 2);
    private final Recorder packed = new Recorder(2, true);
    private dev.foreshock.core.metrics.Metrics metrics = new Core("always_on").metrics;

    /** Which operation is next; each thread has its own. */
    @State(Scope.Thread)
    public static class Turn {
        int next;
    }

    @Setup
    public void setUp() {
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
        for (int i = 0; i < SHAPES; i++) {
            operations[i] = new Operation(unit, unit.root(), Kind.DATABASE, i + 1, 0);
            operations[i].shape(Samples.shape(i));
            operations[i].target(Samples.DATABASE);
            operations[i].close(micros(i) * 1_000);
        }
    }

    private static long micros(int i) {
        return (i * 2654435761L >>> 8) % 1_000_000 + 1;
    }

    @Benchmark
    public void agent(Turn turn) {
        metrics.ended(operations[turn.next++ & (SHAPES - 1)]);
    }

    @Benchmark
    @Threads(2)
    public void agentTwoThreads(Turn turn) {
        metrics.ended(operations[turn.next++ & (SHAPES - 1)]);
    }

    @Benchmark
    @Threads(2)
    public void agentTwoThreadsOneSeries() {
        metrics.ended(operations[0]);
    }

    @Benchmark
    public void hdrRecorder(Turn turn) {
        dense.recordValue(micros(turn.next++));
    }

    @Benchmark
    @Threads(2)
    public void hdrRecorderTwoThreads(Turn turn) {
        dense.recordValue(micros(turn.next++));
    }

    @Benchmark
    public void hdrPackedRecorder(Turn turn) {
        packed.recordValue(micros(turn.next++));
    }
}
