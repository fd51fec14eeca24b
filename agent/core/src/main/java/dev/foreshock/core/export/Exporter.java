// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.config.Settings;

/** Hands traces, findings and metrics to the export thread. */
public final class Exporter {
    private final DropCounter drops;

    @SuppressWarnings("UnusedVariable") // the export thread, which needs them, comes with the next commit
    public Exporter(Settings settings, MetricSource metrics, DropCounter drops) {
        this.drops = drops;
    }

    /** Starts the export thread. Called in premain: loads next to nothing. */
    public void start() {}

    /**
     * Takes a unit of work that has ended and is kept. Never blocks.
     *
     * @return false where there was no room; the loss has been counted
     */
    public boolean offer(LocalTrace kept) {
        drops.dropped("queue_full", kept.recorded());
        return false;
    }

    /** Takes an operation that ended after its unit, which was kept, had ended. */
    public boolean offerLate(Operation operation) {
        drops.dropped("queue_full", 1);
        return false;
    }

    /** Takes what is to be said about a finding; it leaves within a second. */
    public boolean announce(Announcement announcement) {
        drops.dropped("queue_full", 1);
        return false;
    }

    /** Exports what is waiting and ends the thread, within the given time. */
    public void shutdown(long timeoutNanos) {}
}
