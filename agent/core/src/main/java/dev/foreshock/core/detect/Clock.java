// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.AgentThread;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The clock thread: runs a few tasks at once and then once a second, for as long as the process lives.
 *
 * <p>It shares nothing with the export thread, so that a backend that hangs never stops detection. A task that throws is
 * run again a second later. Ticks that were missed, because the machine slept or a task took long, are not made up for.
 */
final class Clock implements Runnable {
    static final long SECOND = 1_000_000_000L;

    private final CopyOnWriteArrayList<Runnable> tasks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();

    void everySecond(Runnable task) {
        tasks.add(task);
    }

    void start() {
        if (started.compareAndSet(false, true)) {
            AgentThread.create("clock", this).start();
        }
    }

    @Override
    public void run() {
        long next = System.nanoTime();
        while (true) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
                continue;
            }
            second();
            next = Math.max(next, System.nanoTime() - SECOND) + SECOND;
        }
    }

    /** One turn. */
    @SuppressWarnings("EmptyCatch") // a task counts its own failures; here nothing may end the thread
    void second() {
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (Throwable failed) {
                // The next turn tries again.
            }
        }
    }
}
