// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.Arrays;

/**
 * How long a call usually takes: learned from one minute after another, in logarithms, so that twice as long and half as long
 * weigh the same. Used by the clock thread alone.
 *
 * <p>The middle of the first minutes, then an average of what there is, later one with a half-life of an hour. Downwards it follows faster: where a minute
 * is less than half of what is usual, 5 % more are taken off, as in Netflix's Gradient2 limit.
 */
final class Baseline {
    /** Minutes from which it is more than a guess. */
    static final int KNOWN_AFTER = 5;

    private static final double WEIGHT = 1 - Math.pow(0.5, 1.0 / 60);
    private static final double CHANCE = 3;
    private static final double LN_2 = Math.log(2);
    private static final double FAST_DOWN = Math.log(0.95);
    /** The cells of the histogram are up to 25 % wide: no dependency is steadier than that. */
    private static final double MIN_DEVIATION = 0.1;

    private final double[] firstMedians = new double[KNOWN_AFTER];
    private final double[] firstHighs = new double[KNOWN_AFTER];
    private double median;
    private double high;
    private double deviation;
    private double calls;
    private double beyond;
    private int beyondMinutes;
    private int minutes;

    /** One more minute of a dependency that is well. */
    void learn(long p50Nanos, long p95Nanos, long callsInMinute) {
        double lnMedian = Math.log((double) Math.max(1, p50Nanos));
        double lnHigh = Math.log((double) Math.max(1, p95Nanos));
        double weight = Math.max(WEIGHT, 1.0 / (minutes + 1));
        if (minutes < KNOWN_AFTER) {
            begin(lnMedian, lnHigh);
        } else {
            deviation += weight * (Math.abs(lnHigh - high) - deviation);
            median = moved(median, lnMedian, weight);
            high = moved(high, lnHigh, weight);
        }
        calls += weight * (callsInMinute - calls);
        minutes++;
    }

    /** The first minutes: their middle, since one of them may be far off. */
    private void begin(double lnMedian, double lnHigh) {
        firstMedians[minutes] = lnMedian;
        firstHighs[minutes] = lnHigh;
        median = middle(firstMedians, minutes + 1, 0);
        high = middle(firstHighs, minutes + 1, 0);
        deviation = middle(firstHighs, minutes + 1, high);
    }

    /** The middle of the distances from a value, or of the values themselves where it is 0. */
    private static double middle(double[] values, int count, double from) {
        double[] sorted = Arrays.copyOf(values, count);
        for (int i = 0; i < count && from != 0; i++) {
            sorted[i] = Math.abs(sorted[i] - from);
        }
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    private static double moved(double from, double to, double weight) {
        double moved = from + weight * (to - from);
        return to < from - LN_2 ? moved + FAST_DOWN : moved;
    }

    /** The share of one minute's calls that took longer than what is slow; of good minutes and of doubtful ones alike. */
    void learnBeyond(double share) {
        beyond += Math.max(WEIGHT, 1.0 / (beyondMinutes + 1)) * (share - beyond);
        beyondMinutes++;
    }

    /**
     * Whether so large a share is no chance, at three standard deviations of the usual one. Where one call in twenty is always
     * slow, the 95th percentile jumps from minute to minute and says nothing.
     */
    boolean isUnusual(double share, long ofCalls) {
        return share > beyond + CHANCE * Math.sqrt(beyond * (1 - beyond) / Math.max(1, ofCalls));
    }

    /** Forgets all: what was unusual for very long is the usual now. */
    void reset() {
        minutes = 0;
        deviation = 0;
        beyond = 0;
        beyondMinutes = 0;
        calls = 0;
    }

    boolean isKnown() {
        return minutes >= KNOWN_AFTER;
    }

    /** Whether there is any, be it of one minute. */
    boolean isGuessed() {
        return minutes > 0;
    }

    long p50Nanos() {
        return minutes == 0 ? 0 : (long) Math.exp(median);
    }

    long p95Nanos() {
        return minutes == 0 ? 0 : (long) Math.exp(high);
    }

    /** Calls in a usual minute. */
    double calls() {
        return calls;
    }

    /** How far above the usual, in usual deviations. */
    double deviations(long p95) {
        return (Math.log((double) Math.max(1, p95)) - high) / Math.max(MIN_DEVIATION, deviation);
    }
}
