// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.core.detect.Detection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All detectors at the end of a unit. A unit takes up what is found in it, so one with an N+1 of 50 has to be made each time:
 * {@link #repeatingUnit} less {@link #repeatingUnitAlone} is what its detection costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DetectionBenchmark {
    private static final long MILLI = 1_000_000;
    private static final int COLD = 70;

    private final Detection detection = new Core("always_on").detection;
    private final LocalTrace quiet = unit();
    private final LocalTrace message = message(1);
    private final LocalTrace messageAgain = message(2);
    private final Shape parent = Samples.shape(0);
    private final Shape child = Samples.shape(1);

    @Setup
    public void setUp() {
        // The first units of a process are described; one that is measured over and over must not be among them.
        for (int i = 0; i < COLD; i++) {
            LocalTrace cold = unit();
            end(cold);
            detection.unitEnded(cold);
        }
        for (int i = 0; i < 8; i++) {
            add(quiet, i, Samples.shape(i));
        }
        end(quiet);
    }

    private static LocalTrace unit() {
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
        unit.method("GET");
        unit.route("/orders");
        return unit;
    }

    /** @param delivery which delivery of it this is */
    private static LocalTrace message(long delivery) {
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.MESSAGE, 3, 0, 0);
        unit.method("process");
        unit.route("orders");
        if (delivery > 1) {
            unit.root().attribute("foreshock.message.delivery_count", delivery);
        }
        end(unit);
        return unit;
    }

    private static void add(LocalTrace unit, int sequence, Shape shape) {
        Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, sequence + 1, sequence * MILLI);
        operation.shape(shape);
        operation.target(Samples.DATABASE);
        operation.parameterHash(sequence);
        operation.close(sequence * MILLI + MILLI / 2);
        unit.add(operation, true);
    }

    private static void end(LocalTrace unit) {
        unit.root().close(60 * MILLI);
        unit.freeze();
    }

    @Benchmark
    public void quietUnit() {
        detection.unitEnded(quiet);
    }

    @Benchmark
    public void message() {
        detection.unitEnded(message);
    }

    @Benchmark
    public void messageDeliveredAgain() {
        detection.unitEnded(messageAgain);
    }

    @Benchmark
    public LocalTrace repeatingUnit() {
        LocalTrace unit = repeatingUnitAlone();
        detection.unitEnded(unit);
        return unit;
    }

    @Benchmark
    public LocalTrace repeatingUnitAlone() {
        LocalTrace unit = unit();
        add(unit, 0, parent);
        for (int i = 1; i <= 50; i++) {
            add(unit, i, child);
        }
        end(unit);
        return unit;
    }
}
