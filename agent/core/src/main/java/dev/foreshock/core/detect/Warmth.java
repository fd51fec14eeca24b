// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.core.config.Settings;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether this process has run for long enough that its durations mean something: cold code and empty caches make every
 * dependency look slow. Told of units of work by any thread.
 */
final class Warmth {
    /** After this time without work what comes first finds much of it cold again; it counts for as long. */
    private static final long CHILL = 60 * Clock.SECOND;

    private final long startNanos;
    private final int warmUpUnits;
    private final AtomicInteger units = new AtomicInteger();
    private volatile long coldUntilNanos;

    Warmth(Settings settings, long startNanos) {
        this.startNanos = startNanos;

        this.warmUpUnits = settings.get(DependencySettings.WARMUP_UNITS);
        this.coldUntilNanos = startNanos + settings.get(DependencySettings.WARMUP_SECONDS);
    }

    void unitEnded() {
        // No atomic addition for ever, only until it is warm.
        if (units.get() < warmUpUnits) {
            units.incrementAndGet();
        }
    }

    /** The first unit after much idleness has begun. */
    void chill(long nowNanos) {
        long until = nowNanos + CHILL;
        if (until - coldUntilNanos > 0) {
            coldUntilNanos = until;
        }
    }

    boolean isWarm(long nowNanos) {
        return nowNanos - coldUntilNanos >= 0 && units.get() >= warmUpUnits;
    }

    long startNanos() {
        return startNanos;
    }
}
