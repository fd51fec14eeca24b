// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which advice was given within the last minute, so that its text is not made again for every unit of a busy route: advice
 * counts once a day. 256 places of one id each; where two share a place, one is merely given more often.
 *
 * <p>Any number of threads; costs some nanoseconds and allocates nothing.
 */
final class RecentAdvice {
    private static final int PLACES = 256;
    private static final long MINUTE = 60 * Clock.SECOND;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    /** Whether the advice of this id is due, which it is not again within the same minute. */
    boolean isDue(long id, long nowNanos) {
        int place = (int) ((id * ODD) >>> 56);
        // Never 0, which is what an empty place holds.
        long mark = (id ^ ((nowNanos / MINUTE) * ODD)) | 1;
        if (places.get(place) == mark) {
            return false;
        }
        places.set(place, mark);
        return true;
    }
}
