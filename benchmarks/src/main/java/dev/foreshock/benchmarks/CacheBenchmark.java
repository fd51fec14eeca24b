// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Recorder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A value that a bounded cache of Caffeine's has, within a request: the look-up alone, and with what the agent does behind it. A
 * request that reads several caches looks for each in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CacheBenchmark {
    /** Which of the request's caches is asked. */
    @Param({"1", "8"})
    public int position = 1;

    private Cache<String, String> cache = Caffeine.newBuilder().maximumSize(100).build();

    @Setup
    public void setUp() {
        new Core("always_on");
        Recorder.instance().beginUnit(Kind.REQUEST, header -> null);
        for (int i = 1; i <= position; i++) {
            cache = Caffeine.newBuilder().maximumSize(100).build();
            CacheReads.read(cache, "cache " + i, true);
        }
        cache.put("key", "value");
    }

    /** Without the agent. */
    @Benchmark
    public Object hit() {
        return cache.getIfPresent("key");
    }

    /** As the advice does it. */
    @Benchmark
    public Object countedHit() {
        Object value = cache.getIfPresent("key");
        CacheReads.read(cache, null, value != null);
        return value;
    }
}
