// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import org.jspecify.annotations.Nullable;

/**
 * What the JVM had done at the end of each of the last seconds. Written by the clock thread, read by any.
 *
 * <p>A unit of less than a second usually lies between two samples, and then nothing is known of it.
 */
final class JvmSamples {
    private static final int KEPT = 64;

    private final @Nullable Sample[] samples = new Sample[KEPT];
    private volatile int next;

    /** To be called once a second. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the clock thread writes
    void second(long nowNanos, Time time) {
        samples[next % KEPT] = new Sample(nowNanos, time.loadedClasses(), time.compilationMillis());
        next++;
    }

    /**
     * What was loaded and compiled in between, as far as the samples lie within; {@code null} where there are none.
     *
     * @param sinceStart whether all since the process started counts
     */
    @Nullable
    Sample between(long startNanos, long endNanos, boolean sinceStart) {
        Sample first = null;
        Sample last = null;
        int end = next;
        for (int i = Math.max(0, end - KEPT); i < end; i++) {
            Sample sample = samples[i % KEPT];
            if (sample != null && sample.nanos - startNanos <= 0) {
                first = sample;
            }
            if (sample != null && sample.nanos - startNanos > 0 && sample.nanos - endNanos <= 0) {
                last = sample;
            }
        }
        if (last == null || (first == null && !sinceStart)) {
            return null;
        }
        return sinceStart || first == null
                ? last
                : new Sample(
                        last.nanos,
                        last.loadedClasses - first.loadedClasses,
                        last.compilationMillis - first.compilationMillis);
    }

    /** Totals, or differences. */
    record Sample(long nanos, long loadedClasses, long compilationMillis) {}
}
