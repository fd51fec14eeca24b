// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/** Whether one sort of call is slow, judged once a minute. Used by the clock thread alone. */
final class Slowness {
    private static final int WINDOW = 5;
    private static final int WINDOW_BITS = (1 << WINDOW) - 1;
    private static final int OVER_TO_OPEN = 3;
    private static final double DEVIATIONS_TO_OPEN = 5;
    private static final double DEVIATIONS_TO_CLEAR = 4;
    private static final double SHARE_TO_CLEAR = 0.7;
    private static final long FORGOTTEN = 30 * 60 * Clock.SECOND;
    /** What has been slow for a day is how it is. */
    private static final long ACCEPTED = 24 * 3_600 * Clock.SECOND;

    private int recent;
    private boolean open;
    private boolean over;
    private int goodMinutes;
    private long openedNanos;
    private long judgedNanos;

    /**
     * A minute with enough calls to say something.
     *
     * @param triggerNanos from where on it is slow: a multiple of the usual, or the floor
     * @param unusual whether more calls than by chance took longer than that
     * @return whether it was a minute that is not slow, from which may be learned
     */
    boolean judge(long p95Nanos, long triggerNanos, boolean unusual, Baseline baseline, long nowNanos) {
        over = isOver(p95Nanos, triggerNanos, unusual, baseline);
        recent = (recent << 1 | (over ? 1 : 0)) & WINDOW_BITS;
        judgedNanos = nowNanos;
        if (!open) {
            if (Integer.bitCount(recent) >= OVER_TO_OPEN) {
                open = true;
                openedNanos = nowNanos;
                goodMinutes = 0;
            }
        } else if (nowNanos - openedNanos >= ACCEPTED) {
            baseline.reset();
            clear();
        } else {
            goodMinutes = isGood(p95Nanos, triggerNanos, baseline) ? goodMinutes + 1 : 0;
            if (goodMinutes >= WINDOW) {
                clear();
            }
        }
        return !over && !open;
    }

    /** Whether {@link #judge} would hold such a minute against it: for being slow, or for not being good while it is open. */
    boolean isBad(long p95Nanos, long triggerNanos, boolean unusual, Baseline baseline) {
        return isOver(p95Nanos, triggerNanos, unusual, baseline) || (open && !isGood(p95Nanos, triggerNanos, baseline));
    }

    private static boolean isOver(long p95Nanos, long triggerNanos, boolean unusual, Baseline baseline) {
        return unusual && p95Nanos > triggerNanos && baseline.deviations(p95Nanos) > DEVIATIONS_TO_OPEN;
    }

    private static boolean isGood(long p95Nanos, long triggerNanos, Baseline baseline) {
        return p95Nanos < SHARE_TO_CLEAR * triggerNanos || baseline.deviations(p95Nanos) < DEVIATIONS_TO_CLEAR;
    }

    /** A minute that says nothing. What nobody calls any more is not slow any more. */
    void skip(long nowNanos) {
        over = false;
        recent = recent << 1 & WINDOW_BITS;
        if (open && nowNanos - judgedNanos >= FORGOTTEN) {
            clear();
        }
    }

    private void clear() {
        open = false;
        over = false;
        recent = 0;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether the last minute was slow. */
    boolean isOver() {
        return over;
    }

    /** Whether one of the last five minutes was slow. */
    boolean isSuspected() {
        return recent != 0;
    }
}
