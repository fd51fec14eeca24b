// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a call that repeats an earlier one, which failed. Immutable.
 *
 * @param attempt which attempt it is; the first retry is 2
 * @param delayNanos from the end of the attempt before to the beginning of this one, or -1 where unknown
 * @param isEarly whether it came sooner than the other side had asked for with {@code Retry-After}
 * @param isPointless whether the other side had said that the request itself was wrong, so that it must fail again
 * @param isRisky whether the attempt before may have had its effect already, and this one repeats it: a POST that was not
 *     answered, or with an error
 * @param by the library that makes the attempts, or {@code null} where that is not known
 */
public record Retry(
        int attempt,
        long delayNanos,
        boolean isEarly,
        boolean isPointless,
        boolean isRisky,
        @Nullable String by) {
    /** Nobody who retries goes on for so long with pauses of a second: that is waiting for something to come up. */
    private static final int LONGEST_CHAIN = 10;

    private static final long POLL_NANOS = 1_000_000_000L;

    /** A call of which only a library has said that it is a retry. */
    public static Retry told(int attempt, String by) {
        return new Retry(attempt, -1, false, false, false, by);
    }

    /** The same with a key by which the other side tells that it is one request: nothing is done twice. */
    public Retry withIdempotencyKey() {
        return isRisky ? new Retry(attempt, delayNanos, isEarly, isPointless, false, by) : this;
    }

    /** Whether the application asks again and again, at its leisure, until it gets an answer. */
    public boolean isPolling() {
        return attempt > LONGEST_CHAIN && delayNanos >= POLL_NANOS;
    }
}
