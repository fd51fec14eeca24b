// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last eight calls of a unit of work that failed: a call that repeats one of them is a retry, whoever makes it. Made by the
 * first failure, so that a unit in which all goes well pays nothing. Guarded by the unit.
 *
 * <p>The same call is the same shape, target and values, begun within a minute of the failure and not before it: a hedged
 * request begins earlier. Where a library has said that it will repeat a call, the values need not be the same.
 */
final class FailedCalls {
    private static final int KEPT = 8;
    private static final long FORGOTTEN_NANOS = 60_000_000_000L;
    private static final double NANOS = 1e9;
    private static final int UNAVAILABLE = 503;

    private final @Nullable Operation[] calls = new Operation[KEPT];
    private final @Nullable String[] announced = new String[KEPT];
    private @Nullable Operation lastRetry;
    private int next;

    /** Whether making it again is a retry, sensible or not: not where the answer leads to another request. */
    static boolean concerns(Operation failed) {
        if (!isRepeatable(failed)) {
            return false;
        }
        if (!failed.isOwnFault()) {
            return true;
        }
        return failed.kind() == Kind.HTTP
                && switch (failed.status()) {
                    // A challenge, something that is not there yet, or has changed meanwhile: asking again is how it is
                    // meant.
                    case 401, 404, 407, 409, 412, 423, 425, 426 -> false;
                    default -> failed.status() > 0;
                };
    }

    /**
     * A pool that opens and validates connections tries until it has one; what never left the process is no attempt, and what was given
     * up has not failed.
     */
    static boolean isRepeatable(Operation call) {
        Kind kind = call.kind();
        Shape shape = call.shape();
        return kind.isCall()
                && kind != Kind.CONNECT
                && shape != null
                && !shape.is(Shape.PROBE | Shape.TRANSACTION)
                && call.outcome() != Outcome.LOCAL_REJECT
                && call.outcome() != Outcome.CANCELLED;
    }

    /** A call has failed. */
    void add(Operation failed) {
        calls[next] = failed;
        announced[next] = null;
        next = (next + 1) % KEPT;
    }

    /** The call that ended last is about to be repeated by a library; how it ended need not look like a failure. */
    void announce(Operation last, String by) {
        for (int i = 0; i < KEPT; i++) {
            if (calls[i] == last) {
                announced[i] = by;
                return;
            }
        }
        add(last);
        announced[(next + KEPT - 1) % KEPT] = by;
    }

    /** The latest of a unit's last calls that a library could repeat; {@code null} where there is none. */
    static @Nullable Operation repeatable(@Nullable Operation last) {
        Operation call = last;
        for (int i = 0; i < KEPT && call != null; i++) {
            if (isRepeatable(call)) {
                return call;
            }
            call = call.previous();
        }
        return null;
    }

    /** Notes with the call that begins, or has begun, which of these it repeats, unless that is known already. */
    void recognise(Operation call) {
        Retry told = call.retry();
        Retry retry = told != null && told.delayNanos() >= 0 ? null : take(call);
        if (retry != null) {
            call.retry(retry);
            call.attribute("foreshock.retry.attempt", (long) retry.attempt());
            lastRetry = call;
        }
    }

    @Nullable
    Operation lastRetry() {
        return lastRetry;
    }

    /** What the call repeats; forgets that one. {@code null} where it is no retry. */
    private @Nullable Retry take(Operation call) {
        for (int i = 1; i <= KEPT; i++) {
            int at = (next + KEPT - i) % KEPT;
            Operation before = calls[at];
            if (before != null && repeats(call, before, announced[at] != null)) {
                Retry retry = retry(call, before, announced[at]);
                calls[at] = null;
                announced[at] = null;
                return retry;
            }
        }
        return null;
    }

    private static boolean repeats(Operation call, Operation before, boolean announced) {
        long delay = call.startNanos() - before.endNanos();
        Shape shape = call.shape();
        Shape other = before.shape();
        if (delay < 0 || delay > FORGOTTEN_NANOS || call.kind() != before.kind() || shape == null || other == null) {
            return false;
        }
        return shape.hash() == other.hash()
                && (announced || value(call, shape) == value(before, other))
                && Objects.equals(call.target(), before.target());
    }

    private static long value(Operation call, Shape shape) {
        return shape.literalHash() * 31 + call.parameterHash();
    }

    private static Retry retry(Operation call, Operation before, @Nullable String by) {
        Retry told = call.retry();
        Retry earlier = before.retry();
        int attempt = Math.max(told == null ? 2 : told.attempt(), earlier == null ? 2 : earlier.attempt() + 1);
        long delay = call.startNanos() - before.endNanos();
        boolean early = before.attribute("foreshock.retry_after") instanceof Double seconds && delay < seconds * NANOS;
        String library = by != null ? by : told == null ? null : told.by();
        return new Retry(attempt, delay, early, before.isOwnFault(), isRisky(before), library);
    }

    /** Whether the request may have been carried out although it failed. */
    private static boolean isRisky(Operation before) {
        Shape shape = before.shape();
        String method = before.kind() == Kind.HTTP && shape != null ? shape.operation() : "";
        if (!method.equals("POST") && !method.equals("PATCH")) {
            return false;
        }
        if (before.status() > 0) {
            return before.status() >= 500 && before.status() != UNAVAILABLE;
        }
        String error = before.errorType();
        // What never reached the other side has done nothing there.
        return error != null && !error.contains("Connect") && !error.contains("Host") && !error.contains("Refused");
    }
}
