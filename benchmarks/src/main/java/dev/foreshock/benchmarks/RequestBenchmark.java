// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request with 8 statements of as many shapes, from its begin to its end: context, histograms, counters, detectors, the
 * decision to keep, and the queue to the export thread. Given per statement; the request's own part is in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestBenchmark {
    private static final int STATEMENTS = 8;

    @Param({"always_on", "always_off"})
    public String sampler = "always_on";

    private final Shape[] shapes = new Shape[STATEMENTS];

    @Setup
    public void setUp() {
        new Core(sampler);
        for (int i = 0; i < STATEMENTS; i++) {
            shapes[i] = Samples.shape(i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(STATEMENTS)
    public Object statement() {
        Operation request = Recorder.instance().beginUnit(Kind.REQUEST, header -> null);
        request.unit().method("GET");
        request.unit().route("/orders/{id}");
        for (Shape shape : shapes) {
            Operation operation = Operation.begin(Kind.DATABASE);
            operation.shape(shape);
            operation.target(Samples.DATABASE);
            operation.end(null);
        }
        request.status(200);
        request.end(null);
        return request;
    }
}
