// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How often calls to one dependency were repeated lately, ten seconds at a time. Used by the clock thread alone. */
final class RetryWindow {
    private static final int CALLS = RetryCounts.SIZE;
    private static final int FAILED = CALLS + 1;
    private static final int SIZE = FAILED + 1;
    private static final int TICKS_OF_A_MINUTE = 6;
    private static final int TICKS_TO_STICK = 12;
    private static final double WEIGHT = 1 - Math.pow(0.5, 1.0 / 60);
    private static final double SAME_RATE = 1.2;
    private static final int MAX_UNITS = 16;
    private static final long TICK = 10 * Clock.SECOND;
    private static final int TICKS_AT_MOST = 3;

    private final TenSeconds ticks;
    private final RetryDelays delays = new RetryDelays();
    private final Set<String> units = new TreeSet<>();
    private long tickNanos;
    private int highTicks;
    private double usualFirst;
    private double usualRatio;
    private int minutes;
    private boolean critical;
    private final Episode episode;
    private @Nullable String by;
    private @Nullable String latestFailure;
    private @Nullable Operation exemplar;

    /**
     * @param tickCount how many times ten seconds it looks back
     */
    RetryWindow(int tickCount, long nowNanos) {
        ticks = new TenSeconds(tickCount, SIZE);
        tickNanos = nowNanos;
        episode = new Episode(nowNanos);
    }

    /** Ten more seconds begin. What was before the machine slept is over. */
    void beginTick(long nowNanos) {
        if (nowNanos - tickNanos > TICKS_AT_MOST * TICK) {
            ticks.clear();
            episode.forgetLooks();
            highTicks = 0;
        }
        tickNanos = nowNanos;
        ticks.next();
        exemplar = null;
        if (!episode.isSuspected()) {
            units.clear();
            delays.clear();
        }
    }

    /**
     * What one of its operations has counted in these ten seconds.
     *
     * @return how many of its calls were retries
     */
    long add(Dependency member, long nowNanos) {
        long[] tick = ticks.current();
        tick[CALLS] += member.tickCalls();
        tick[FAILED] += member.tickFailed();
        if (member.tickFailed() > 0) {
            latestFailure = member.lastFailure();
        }
        if (member.tickCalls() > 0) {
            episode.heard(nowNanos);
        }
        RetryCounts counts = member.retryCounts();
        long retries = 0;
        if (counts != null) {
            long before = tick[RetryCounts.RETRIES];
            counts.takeCounts(tick);
            retries = tick[RetryCounts.RETRIES] - before;
            counts.takeEvidence(delays, units);
            while (units.size() > MAX_UNITS) {
                units.remove(units.iterator().next());
            }
            by = counts.by() != null ? counts.by() : by;
            Operation latest = counts.takeLatest();
            exemplar = latest != null ? latest : exemplar;
        }
        return retries;
    }

    /** {@code minute}, or {@code 10 s}. */
    String length() {
        int count = ticks.rows().length;
        return count == TICKS_OF_A_MINUTE ? "minute" : Figures.time(count * TICK);
    }

    long sum(int of) {
        return ticks.sum(of);
    }

    long calls() {
        return sum(CALLS);
    }

    long failed() {
        return sum(FAILED);
    }

    long retries() {
        return sum(RetryCounts.RETRIES);
    }

    /** Calls that repeat none. */
    long first() {
        return Math.max(0, calls() - retries());
    }

    /** Retries for each first attempt. */
    double ratio() {
        return (double) retries() / Math.max(1, first());
    }

    /** In how many of the times ten seconds calls were repeated at that ratio: a restart of a server is over in one or two. */
    int ticksAt(double least) {
        int count = 0;
        for (long[] tick : ticks.rows()) {
            long retries = tick[RetryCounts.RETRIES];
            count += retries > 0 && retries >= least * (tick[CALLS] - retries) ? 1 : 0;
        }
        return count;
    }

    /** The share of attempts that were answered well. */
    double success() {
        long calls = calls();
        return calls == 0 ? 1 : 1 - (double) failed() / calls;
    }

    /** One more look. Answers whether two of the last three showed a storm. */
    boolean look(boolean isStorm) {
        highTicks = isStorm ? highTicks + 1 : 0;
        return episode.look(isStorm);
    }

    /** Whether any of the last three looks showed one. */
    boolean isSuspected() {
        return episode.isSuspected();
    }

    /** A minute that nothing has to be said about. */
    void learn(double firstInMinute) {
        double weight = Math.max(WEIGHT, 1.0 / (minutes + 1));
        usualFirst += weight * (firstInMinute - usualFirst);
        usualRatio += weight * (ratio() - usualRatio);
        minutes++;
    }

    boolean isKnown() {
        return minutes > 0;
    }

    double usualRatio() {
        return usualRatio;
    }

    /**
     * Whether the retries themselves keep the other side down: for two minutes already, although no more is asked of it than
     * usual, most attempts fail.
     */
    boolean isMetastable(double firstInMinute) {
        return minutes > 0 && highTicks >= TICKS_TO_STICK && firstInMinute <= SAME_RATE * usualFirst && success() < 0.5;
    }

    /**
     * Whether what looks like retries is how often the application asks anyway: it asks for the same several times in one unit of
     * work while all is well too, so that no more calls are made than usual. With retries there would be as many more.
     */
    boolean isHabit(double callsInMinute) {
        return minutes > 0
                && 2 * sum(RetryCounts.SURE) < retries()
                && callsInMinute <= usualFirst * Math.min(SAME_RATE, 1 + ratio() / 2);
    }

    void open(long nowNanos) {
        if (episode.open(nowNanos)) {
            critical = false;
        }
    }

    /** Answers whether it has just become critical. */
    boolean escalate(boolean isCritical) {
        boolean fresh = isCritical && !critical;
        critical |= isCritical;
        return fresh;
    }

    /** Ten seconds in which there was no storm. Answers whether it is over. */
    boolean close(boolean isGood, long nowNanos) {
        return episode.close(isGood, nowNanos);
    }

    boolean isOpen() {
        return episode.isOpen();
    }

    boolean isCritical() {
        return critical;
    }

    long openedNanos() {
        return episode.openedNanos();
    }

    RetryDelays delays() {
        return delays;
    }

    /** Units that retried lately, in order. */
    Set<String> units() {
        return units;
    }

    @Nullable
    String by() {
        return by;
    }

    @Nullable
    String latestFailure() {
        return latestFailure;
    }

    /** A retry of these ten seconds. */
    @Nullable
    Operation exemplar() {
        return exemplar;
    }
}
