// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The TLS handshakes that the application's clients have made in this process so far: how many, and how long they took all
 * together, in nanoseconds. For any thread; totals that only grow.
 */
public final class TlsHandshakes {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicLong NANOS = new AtomicLong();

    private TlsHandshakes() {}

    /** One has ended, well or not. */
    public static void add(long nanos) {
        COUNT.getAndIncrement();
        NANOS.getAndAdd(Math.max(0, nanos));
    }

    public static long count() {
        return COUNT.get();
    }

    public static long nanos() {
        return NANOS.get();
    }
}
