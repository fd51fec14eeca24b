// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;

/**
 * How long the first invocation of a function waited for its instance to be ready: since the process started, unless the instance
 * was started ahead. Then it may have waited for hours, and nobody for it.
 *
 * <p>AWS Lambda says of provisioned concurrency, snapshots and managed instances that they are. Of an instance on demand that it starts
 * because one will be needed soon it says nothing, but its initialization may take {@link #LIMIT} at most, or begins anew with the
 * invocation: what is longer was either work or idleness, which the CPU time of the process tells apart.
 */
final class FunctionInit {
    private static final String ON_DEMAND = "on-demand";
    private static final long LIMIT = 10 * Clock.SECOND;
    private static final int BUSY = 2;

    private FunctionInit() {}

    /**
     * @param first the invocation, which has just ended
     * @return 0 where nobody waited
     */
    static long nanos(Operation first, long processStartNanos, Time time) {
        String type = time.initializationType();
        if (type != null && !type.equals(ON_DEMAND)) {
            return 0;
        }
        long init = Math.max(0, first.startNanos() - processStartNanos);
        boolean isBusy = init <= LIMIT || BUSY * time.cpuNanos() >= init + first.durationNanos();
        return isBusy ? init : 0;
    }
}
