// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

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

/** The queue to the export thread: one element in and out, and an element refused because the queue is full. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RingBenchmark {
    private final Ring<Object> ring = new Ring<>(2_048);
    private final Ring<Object> full = new Ring<>(2_048);

    public RingBenchmark() {
        while (full.offer(this, full.capacity())) {
            // until there is no more room
        }
    }

    @Benchmark
    public Object offerAndPoll() {
        ring.offer(this, ring.capacity());
        return ring.poll();
    }

    @Benchmark
    public boolean offerToFull() {
        return full.offer(this, full.capacity());
    }
}
