// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How often one dependency has failed in the last minute, ten seconds at a time. Used by the clock thread alone, but for {@link #shown}. */
final class FailureWindow {
    private static final int TICKS = 6;
    private static final double WEIGHT = 1 - Math.pow(0.5, 1.0 / 60);
    private static final long ACCEPTED = 24 * 3_600 * Clock.SECOND;
    private static final double TIMES_USUAL = 5;
    private static final double DEVIATIONS = 3;

    private final TenSeconds ticks = new TenSeconds(TICKS, 6);
    private final AtomicReference<@Nullable Operation> shown = new AtomicReference<>();
    private @Nullable Operation exemplar;
    private @Nullable String latest;
    private double usual;
    private int minutes;
    private long successes;
    private int openMinutes;
    private int failingMinutes;
    private long openCalls;
    private long openFailed;
    private final Episode episode;

    FailureWindow(long nowNanos) {
        episode = new Episode(nowNanos);
    }

    /** Ten more seconds begin. */
    void beginTick() {
        ticks.next();
        exemplar = shown.getAndSet(null);
    }

    /** What one of its operations has counted in these ten seconds. */
    void add(Dependency member) {
        long[] tick = ticks.current();
        tick[0] += member.tickCalls();
        tick[1] += member.tickFailed();
        tick[2] += member.tickTimedOut();
        tick[3] += member.tickThrottled();
        tick[4] += member.tickRejected();
        RetryCounts retries = member.retryCounts();
        tick[5] += retries == null ? 0 : retries.takeEarly();
        Operation failed = member.takeLatestFailed();
        if (member.tickFailed() > 0) {
            latest = member.lastFailure();
            exemplar = exemplar == null ? failed : exemplar;
        }
    }

    /**
     * All that these ten seconds have counted has been added: looks at them.
     *
     * @param least the share of failures from which it is failing
     * @param isEnough whether the minute has enough calls to say something
     */
    void look(double least, boolean isEnough, long nowNanos) {
        long[] tick = ticks.current();
        successes = tick[1] > 0 ? 0 : successes + tick[0];
        double share = tick[0] == 0 ? 0 : (double) tick[1] / tick[0];
        boolean shows = isEnough && share >= least && isUnusual(share, tick[0]);
        episode.look(shows);
        if (calls() > 0 && ratio() >= least) {
            episode.heard(nowNanos);
        }
    }

    /** Holds no unit of work any longer, where nobody looks at it. */
    void letGo() {
        exemplar = null;
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

    /** Retries that came sooner than {@code Retry-After} had asked for. */
    long early() {
        return ticks.sum(5);
    }

    double ratio() {
        long calls = calls();
        return calls == 0 ? 0 : (double) failed() / calls;
    }

    /** Calls since the last times ten seconds in which one failed. */
    long successes() {
        return successes;
    }

    /**
     * Whether more of so many calls fail than usual, and than by chance: five times as many, or, where that many cannot fail,
     * half of what usually goes well.
     */
    boolean isUnusual(double share, long calls) {
        double chance = DEVIATIONS * Math.sqrt(usual * (1 - usual) / Math.max(1, calls));
        return share >= Math.min(TIMES_USUAL * usual, (1 + usual) / 2) && share > usual + chance;
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

    /** It fails. Answers whether that is new. */
    boolean open(long nowNanos) {
        boolean fresh = episode.open(nowNanos);
        if (fresh) {
            openMinutes = 0;
            failingMinutes = 0;
            openCalls = 0;
            openFailed = 0;
        }
        return fresh;
    }

    /**
     * A minute is over, and it has not been well again since it began to fail.
     *
     * @param least the share of failures from which it is failing
     */
    void endOpenMinute(double least) {
        if (calls() > 0) {
            openMinutes++;
            failingMinutes += ratio() >= least ? 1 : 0;
            openCalls += calls();
            openFailed += failed();
        }
    }

    /** What has failed for a day, and in most of its minutes, is how it is. Answers whether it is that now. */
    boolean accept(long nowNanos) {
        if (!episode.isOpen() || nowNanos - episode.openedNanos() < ACCEPTED || 2 * failingMinutes <= openMinutes) {
            return false;
        }
        usual = (double) openFailed / openCalls;
        minutes = Math.max(minutes, openMinutes);
        episode.end();
        return true;
    }

    /** A call that failed in a unit that was flagged for it; set by any thread. */
    AtomicReference<@Nullable Operation> shown() {
        return shown;
    }

    /** A call that failed in these ten seconds; one whose trace is kept, as far as there is one. */
    @Nullable
    Operation exemplar() {
        return exemplar;
    }
}
