// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Seeds for the id sequences of threads: far apart within a process, and different between processes that start together or
 * from one snapshot.
 *
 * <p>{@code SecureRandom} would cost 20 ms at start-up and may block; ids must be unique, not secret. Eight bytes are read
 * from the system's random device where there is one.
 */
final class Seeds {
    private static final AtomicLong NEXT = new AtomicLong(start());

    private Seeds() {}

    static long next() {
        // The golden gamma of SplitMix64 spreads consecutive values over the whole range.
        return mix(NEXT.getAndAdd(0x9E3779B97F4A7C15L));
    }

    private static long start() {
        long here = System.identityHashCode(new Object());
        return mix(System.nanoTime())
                ^ mix(System.currentTimeMillis())
                ^ mix(here << 32 | Runtime.getRuntime().freeMemory())
                ^ random();
    }

    private static long random() {
        long value = 0;
        try (InputStream device = new FileInputStream("/dev/urandom")) {
            for (int i = 0; i < 8; i++) {
                value = value << 8 | (device.read() & 0xFF);
            }
        } catch (IOException | SecurityException e) {
            // No such device on this system; the clocks have to do.
            return value;
        }
        return value;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return z ^ (z >>> 33);
    }
}
