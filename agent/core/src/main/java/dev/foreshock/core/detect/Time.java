// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.concurrent.TimeUnit;

/** Reads the time. Tests put a simulated one in its place. */
class Time {
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

    /** How many classes have been loaded so far. For the clock thread alone. */
    long loadedClasses() {
        return JvmTotals.loadedClasses();
    }

    /** How long the JIT compiler has worked so far, in milliseconds. For the clock thread alone. */
    long compilationMillis() {
        return JvmTotals.compilationMillis();
    }
}
