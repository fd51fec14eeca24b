// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.TlsHandshakes;
import dev.foreshock.core.metrics.JvmTotals;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the time. Tests put a simulated one in its place. */
class Time {
    private final LongSupplier weavingNanos;

    Time() {
        this(() -> 0);
    }

    Time(LongSupplier weavingNanos) {
        this.weavingNanos = weavingNanos;
    }

    /** How long this agent has held up threads of the application by weaving what they load. */
    long weavingNanos() {
        return weavingNanos.getAsLong();
    }

    /** As {@link System#nanoTime}. */
    long nanos() {
        return System.nanoTime();
    }

    /** Nanoseconds since 1970. */
    long epochNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** How long the garbage collector has stopped this process so far, in milliseconds. For the clock thread alone. */
    long pausedMillis() {
        return JvmTotals.pauseMillis();
    }

    /** Of this process so far. For any thread. */
    Handshakes handshakes() {
        return new Handshakes(TlsHandshakes.count(), TlsHandshakes.nanos());
    }

    /** The CPU time of this process so far; 0 where the system does not tell. Some reads of files: for rare questions. */
    long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** How AWS Lambda started this instance; {@code null} anywhere else. */
    @Nullable
    String initializationType() {
        return System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE");
    }

    /** How many classes have been loaded so far. For the clock thread alone. */
    long loadedClasses() {
        return JvmTotals.loadedClasses();
    }

    /** How long the JIT compiler has worked so far, in milliseconds. For the clock thread alone. */
    long compilationMillis() {
        return JvmTotals.compilationMillis();
    }
}
