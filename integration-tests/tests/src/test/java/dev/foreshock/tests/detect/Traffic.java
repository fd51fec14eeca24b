// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/** Visitors that come one after the other, while a test waits for what the agent says of it. */
final class Traffic implements AutoCloseable {
    private final ScheduledExecutorService visitor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Traffic() {}

    /** One visit, which may fail. */
    interface Visit {
        void run() throws Exception;
    }

    static Traffic every(long pauseMillis, Visit visit) {
        Traffic traffic = new Traffic();
        traffic.visitor.scheduleWithFixedDelay(() -> traffic.run(visit), 0, pauseMillis, MILLISECONDS);
        return traffic;
    }

    private void run(Visit visit) {
        try {
            visit.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Waits for the visit under way. Fails if any of them has. */
    @Override
    public void close() throws Exception {
        visitor.shutdown();
        if (!visitor.awaitTermination(30, SECONDS)) {
            throw new AssertionError("a visit does not end");
        }
        if (failure.get() != null) {
            throw new AssertionError("a visit failed", failure.get());
        }
    }
}
