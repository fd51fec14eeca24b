// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Says what the demo is doing, with the seconds since it started, and every few seconds that it still does. */
final class Progress {
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final long start = System.nanoTime();
    private long lastNanos = start;

    Progress(PrintStream out) {
        this.out = out;
        Thread reminder = new Thread(this::remind, "progress");
        reminder.setDaemon(true);
        reminder.start();
    }

    synchronized void say(String what) {
        lastNanos = System.nanoTime();
        out.println(String.format(Locale.ROOT, "[%5.1f s] %s", (lastNanos - start) / 1e9, what));
    }

    /** From now on nothing is still going on. */
    synchronized void end() {
        lastNanos = Long.MAX_VALUE;
        notifyAll();
    }

    private synchronized void remind() {
        try {
            while (lastNanos != Long.MAX_VALUE) {
                long left = QUIET_NANOS - (System.nanoTime() - lastNanos);
                if (left <= 0) {
                    say("  ...");
                } else {
                    wait(left / 1_000_000 + 1);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
