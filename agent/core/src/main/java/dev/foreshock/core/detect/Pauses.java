// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/**
 * How long this process itself stood still: pauses of the garbage collector, a machine that slept, a container out of its
 * share of CPU. What calls take in such a time is no fault of the other side.
 *
 * <p>Told once a second by the clock thread: what the second took beyond a second is a pause, and so is the time that the
 * collector reports for it. Only the clock thread uses it.
 */
final class Pauses {
    /** Less than this is the scheduler's everyday lateness. */
    private static final long NOISE = 50_000_000L;

    private static final long UNKNOWN = -1;

    private final Time time;
    private boolean started;
    private long lastNanos;
    private long lastCollectorMillis = UNKNOWN;
    private long tickNanos;
    private long minuteNanos;
    private long longestNanos;

    Pauses(Time time) {
        this.time = time;
    }

    /**
     * To be called once a second.
     *
     * @param askCollectors whether the collectors may be asked; what they stop shows in the second's length as well
     */
    void second(long nowNanos, boolean askCollectors) {
        long millis = askCollectors ? time.pausedMillis() : UNKNOWN;
        if (started) {
            long late = nowNanos - lastNanos - Clock.SECOND;
            long collected = lastCollectorMillis == UNKNOWN ? 0 : millis - lastCollectorMillis;
            long paused = Math.max(late < NOISE ? 0 : late, collected * 1_000_000L);
            tickNanos += paused;
            minuteNanos += paused;
            longestNanos = Math.max(longestNanos, paused);
        }
        started = true;
        lastNanos = nowNanos;
        lastCollectorMillis = millis;
    }

    void beginTick() {
        tickNanos = 0;
    }

    void beginMinute() {
        minuteNanos = 0;
        longestNanos = 0;
    }

    /** In the last ten seconds. */
    long tickNanos() {
        return tickNanos;
    }

    /** In the last minute. */
    long minuteNanos() {
        return minuteNanos;
    }

    /** The longest of the last minute; several within one second count as one. */
    long longestNanos() {
        return longestNanos;
    }
}
