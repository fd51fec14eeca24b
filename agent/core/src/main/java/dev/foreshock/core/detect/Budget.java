// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.core.config.Live;

/** So many a minute, and no more. Used by one thread at a time. */
final class Budget {
    private static final long MINUTE = 60 * Clock.SECOND;

    private final Live<Integer> perMinute;
    private long startNanos;
    private int used;
    private boolean started;

    Budget(Live<Integer> perMinute) {
        this.perMinute = perMinute;
    }

    /** Begins a new minute where the last one is over; answers whether it was. */
    boolean roll(long nowNanos) {
        if (started && nowNanos - startNanos < MINUTE) {
            return false;
        }
        boolean over = started;
        started = true;
        startNanos = nowNanos;
        used = 0;
        return over;
    }

    boolean take() {
        if (used >= perMinute.get()) {
            return false;
        }
        used++;
        return true;
    }
}
