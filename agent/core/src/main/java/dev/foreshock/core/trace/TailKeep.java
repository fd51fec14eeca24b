// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.LocalTrace;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a unit has ended whether its trace is kept: flagged by a finding, an error or its slowness, or sampled at the
 * head. Thread safe, without locks.
 *
 * <p>Each reason has its own token bucket per route, so that an outage does not multiply what is exported just when the
 * backend is busiest; what exceeds it falls back to the head decision.
 */
final class TailKeep {
    /** Beyond this number of routes all others share one state. */
    private static final int MAX_ROUTES = 512;

    private static final String OTHER = "\0other";

    private final boolean enabled;
    private final double findingsPerSecond;
    private final double errorsPerSecond;
    private final double slowPerSecond;
    private final ConcurrentHashMap<String, Route> routes = new ConcurrentHashMap<>();

    /** {@code perSecond} is the rate for findings and slow units; errors may come five times as often. */
    TailKeep(boolean enabled, double perSecond) {
        this.enabled = enabled;
        this.findingsPerSecond = perSecond;
        this.errorsPerSecond = 5 * perSecond;
        this.slowPerSecond = perSecond;
    }

    /**
     * Why the unit is kept: {@code finding}, {@code error}, {@code slow} or {@code sampled}; {@code null} where it is not.
     *
     * @param now {@link System#nanoTime}
     */
    @Nullable
    String reason(LocalTrace unit, long now) {
        if (!enabled) {
            return unit.isSampled() ? "sampled" : null;
        }
        Route route = route(unit.name());
        boolean slow = route.isSlow(unit.root().durationNanos());
        if (!unit.findings().isEmpty() && route.findings.take(now, findingsPerSecond)) {
            return "finding";
        }
        if (unit.root().isFailed() && route.errors.take(now, errorsPerSecond)) {
            return "error";
        }
        if (slow && route.slow.take(now, slowPerSecond)) {
            return "slow";
        }
        return unit.isSampled() ? "sampled" : null;
    }

    private Route route(String name) {
        Route known = routes.get(name);
        if (known != null) {
            return known;
        }
        return routes.computeIfAbsent(routes.size() < MAX_ROUTES ? name : OTHER, unused -> new Route());
    }

    private static final class Route {
        final TokenBucket findings = new TokenBucket();
        final TokenBucket errors = new TokenBucket();
        final TokenBucket slow = new TokenBucket();
        private final LatencyEstimate latency = new LatencyEstimate();

        boolean isSlow(long nanos) {
            return latency.addAndCompare(nanos);
        }
    }

    /** Holds the tokens of one second. A race between two threads may let one more through; nothing worse. */
    static final class TokenBucket {
        private double tokens = -1;
        private long last;

        boolean take(long now, double perSecond) {
            double capacity = Math.max(1, perSecond);
            if (perSecond <= 0) {
                return false;
            }
            double filled = tokens < 0 ? capacity : Math.min(capacity, tokens + (now - last) * 1e-9 * perSecond);
            last = now;
            if (filled < 1) {
                tokens = filled;
                return false;
            }
            tokens = filled - 1;
            return true;
        }
    }

    /**
     * A 99th percentile good to a fifth: counts in 160 cells, four to each power of two of microseconds, halved when 20,000
     * durations have been seen so that old ones fade. Increments may be lost between threads.
     */
    static final class LatencyEstimate {
        private static final int MIN_SEEN = 200;
        private static final int FADE_AT = 20_000;

        private final int[] cells = new int[160];
        private int seen;

        /** Whether the duration lies above the 99th percentile of those before it; false until 200 were seen. */
        boolean addAndCompare(long nanos) {
            int cell = cell(nanos);
            boolean slow = seen >= MIN_SEEN && isInTopHundredth(cell);
            cells[cell]++;
            if (++seen >= FADE_AT) {
                fade();
            }
            return slow;
        }

        private boolean isInTopHundredth(int cell) {
            int above = 0;
            int limit = seen / 100;
            for (int i = cells.length - 1; i >= cell; i--) {
                above += cells[i];
                if (above > limit) {
                    return false;
                }
            }
            return true;
        }

        private void fade() {
            int left = 0;
            for (int i = 0; i < cells.length; i++) {
                cells[i] >>= 1;
                left += cells[i];
            }
            seen = left;
        }

        private static int cell(long nanos) {
            long micros = Math.max(1, nanos / 1_000);
            int power = 63 - Long.numberOfLeadingZeros(micros);
            int quarter = power >= 2 ? (int) (micros >>> (power - 2)) & 3 : 0;
            return Math.min(159, power * 4 + quarter);
        }
    }
}
