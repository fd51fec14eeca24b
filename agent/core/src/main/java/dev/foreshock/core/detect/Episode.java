// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/**
 * From when something is wrong until it is well again, seen in looks ten seconds apart: it is shown by two of three looks, and over
 * after a minute of good ones, or when nothing has been heard of it for half an hour. For the clock thread.
 */
final class Episode {
    private static final int THREE_LOOKS = 7;
    private static final int GOOD_LOOKS = 6;
    private static final long FORGOTTEN = 30 * 60 * Clock.SECOND;

    private int looks;
    private int goodLooks;
    private boolean open;
    private long openedNanos;
    private long heardNanos;

    /** @param nowNanos when it was heard of first */
    Episode(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** There is still something that may show it: something was called, came, or failed. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** One more look. Answers whether two of the last three showed it. */
    boolean look(boolean shows) {
        looks = (looks << 1 | (shows ? 1 : 0)) & THREE_LOOKS;
        return Integer.bitCount(looks) >= 2;
    }

    /** What was seen before counts no longer. */
    void forgetLooks() {
        looks = 0;
    }

    /** Whether any of the last three looks showed it, or it is open. */
    boolean isSuspected() {
        return open || looks != 0;
    }

    /** It is wrong now. Answers whether that is new. */
    boolean open(long nowNanos) {
        boolean fresh = !open;
        if (fresh) {
            open = true;
            openedNanos = nowNanos;
        }
        goodLooks = 0;
        return fresh;
    }

    /**
     * Ten seconds in which it was not shown.
     *
     * @param isGood whether they showed that it is well, which is more than that nothing was wrong
     * @return whether it was open, and is over
     */
    boolean close(boolean isGood, long nowNanos) {
        goodLooks = isGood ? goodLooks + 1 : 0;
        if (open && (goodLooks >= GOOD_LOOKS || nowNanos - heardNanos >= FORGOTTEN)) {
            open = false;
            return true;
        }
        return false;
    }

    /** It is not wrong any longer, whatever looks say. */
    void end() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    long openedNanos() {
        return openedNanos;
    }
}
