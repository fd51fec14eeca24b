// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import org.jspecify.annotations.Nullable;

/** How often one dependency has failed in the last minute, ten seconds at a time. Used by the clock thread alone. */
final class FailureWindow {
    private static final int TICKS = 6;
    private static final double WEIGHT = 1 - Math.pow(0.5, 1.0 / 60);
    private static final long ACCEPTED = 24 * 3_600 * Clock.SECOND;

    private final TenSeconds ticks = new TenSeconds(TICKS, 5);
    private @Nullable String latest;
    private double usual;
    private int minutes;
    private final Episode episode;

    FailureWindow(long nowNanos) {
        episode = new Episode(nowNanos);
    }

    /** Ten more seconds begin. */
    void beginTick() {
        ticks.next();
    }

    /** What one of its operations has counted in these ten seconds. */
    void add(Dependency member, long nowNanos) {
        long[] tick = ticks.current();
        tick[0] += member.tickCalls();
        tick[1] += member.tickFailed();
        tick[2] += member.tickTimedOut();
        tick[3] += member.tickThrottled();
        tick[4] += member.tickRejected();
        if (member.tickFailed() > 0) {
            latest = member.lastFailure();
        }
        if (member.tickCalls() > 0) {
            episode.heard(nowNanos);
        }
    }

    /** In how many of the last six times ten seconds a call failed: a hiccup of a second fails in one or two of them. */
    int failingTicks() {
        int failing = 0;
        for (long[] tick : ticks.rows()) {
            failing += tick[1] > 0 ? 1 : 0;
        }
        return failing;
    }

    long calls() {
        return ticks.sum(0);
    }

    long failed() {
        return ticks.sum(1);
    }

    long timedOut() {
        return ticks.sum(2);
    }

    long throttled() {
        return ticks.sum(3);
    }

    long rejected() {
        return ticks.sum(4);
    }

    double ratio() {
        long calls = calls();
        return calls == 0 ? 0 : (double) failed() / calls;
    }

    /** The share that usually fails. */
    double usual() {
        return usual;
    }

    /** Whether a minute has been learned from. */
    boolean isKnown() {
        return minutes > 0;
    }

    @Nullable
    String latest() {
        return latest;
    }

    /** A minute that nothing has to be said about. */
    void learn() {
        usual += Math.max(WEIGHT, 1.0 / (minutes + 1)) * (ratio() - usual);
        minutes++;
    }

    Episode episode() {
        return episode;
    }

    /** What has failed for a day is how it is. Answers whether it is that now. */
    boolean accept(long nowNanos) {
        if (!episode.isOpen() || nowNanos - episode.openedNanos() < ACCEPTED) {
            return false;
        }
        usual = ratio();
        episode.end();
        return true;
    }
}
