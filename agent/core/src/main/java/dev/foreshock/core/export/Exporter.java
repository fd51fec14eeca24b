// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.AgentThread;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.config.Settings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands traces, findings and metrics to the one thread that exports them.
 *
 * <p>{@link #offer}, {@link #offerLate} and {@link #announce} may be called on any thread; they take some tens of
 * nanoseconds, never block and never throw. What does not fit is counted and forgotten. What waits is bounded twice: in
 * traces by {@code OTEL_BSP_MAX_QUEUE_SIZE} and in operations by memory; of both a quarter is reserved for traces with a
 * finding or a failed root.
 *
 * <p>The classes of the OpenTelemetry SDK are loaded on the export thread, when something is due for the first time.
 */
public final class Exporter {
    private static final int ANNOUNCEMENTS = 256;
    private static final int OPERATION_BYTES = 200;
    private static final long MAX_BYTES = 16L << 20;

    private final Ring<Object> traces;
    private final Ring<Announcement> announcements = new Ring<>(ANNOUNCEMENTS);
    private final AtomicInteger waitingOperations = new AtomicInteger();
    private final int maxOperations;
    private final int wakeAt;
    private final DropCounter drops;
    private final ExportLoop loop;
    private volatile @Nullable Thread thread;
    private volatile boolean stopped;

    /**
     * @param settings read when the first batch is due, but for the size of the queue
     * @param metrics asked at every interval
     * @param drops told of everything that is lost
     * @param report takes one line when export begins to fail, and one when it works again
     */
    public Exporter(Settings settings, MetricSource metrics, DropCounter drops, Consumer<String> report) {
        this.traces = new Ring<>(settings.get(ExportSettings.MAX_QUEUE_SIZE));
        this.wakeAt = settings.get(ExportSettings.MAX_BATCH_SIZE);
        // As much as open traces may take, and room for some of the largest in any heap.
        long bytes = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 50);
        this.maxOperations = (int) Math.max(4L * LocalTrace.MAX_OPERATIONS, bytes / OPERATION_BYTES);
        this.drops = drops;
        this.loop = new ExportLoop(settings, metrics, drops, report, traces, announcements, waitingOperations);
    }

    /** As above, with a report in the agent's log. */
    public Exporter(Settings settings, MetricSource metrics, DropCounter drops) {
        this(settings, metrics, drops, new ReportLog());
    }

    /** Starts the export thread. Called in premain: loads next to nothing. */
    public void start() {
        Thread started = AgentThread.create("export", loop);
        thread = started;
        started.start();
    }

    /**
     * Takes a unit of work that has ended and is kept.
     *
     * @return false where there was no room; the loss has been counted
     */
    public boolean offer(LocalTrace kept) {
        boolean flagged = !kept.findings().isEmpty() || kept.root().isFailed();
        return offer(kept, kept.weight(), flagged);
    }

    /** Takes an operation that ended after its unit, which was kept, had ended. */
    public boolean offerLate(Operation operation) {
        return offer(operation, 1, operation.isFailed());
    }

    private boolean offer(Object element, int operations, boolean flagged) {
        if (stopped) {
            drops.dropped("after_shutdown", operations);
            return false;
        }
        int before = waitingOperations.getAndAdd(operations);
        int most = flagged ? maxOperations : maxOperations - maxOperations / 4;
        int capacity = traces.capacity();
        if (before + operations > most || !traces.offer(element, flagged ? capacity : capacity - capacity / 4)) {
            waitingOperations.addAndGet(-operations);
            drops.dropped("queue_full", operations);
            return false;
        }
        if (before < wakeAt && before + operations >= wakeAt) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** Takes what is to be said about a finding; it leaves within a second. */
    public boolean announce(Announcement announcement) {
        if (stopped || !announcements.offer(announcement, ANNOUNCEMENTS)) {
            drops.dropped(stopped ? "after_shutdown" : "announcements_full", 1);
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    /**
     * Exports what has been offered so far, metrics included, and waits for that, but no longer than the given time: for
     * processes that are frozen between two units of work.
     */
    public void flush(long timeoutNanos) {
        Thread exporting = thread;
        if (stopped || exporting == null || Thread.currentThread() == exporting) {
            return;
        }
        CountDownLatch flushed = loop.flush();
        LockSupport.unpark(exporting);
        try {
            if (!flushed.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
                drops.dropped("flush_timeout", 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Exports what is waiting and ends the thread, within the given time. What is left is counted as dropped. */
    public void shutdown(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        Thread exporting = thread;
        if (stopped || exporting == null) {
            return;
        }
        stopped = true;
        loop.stop(deadline);
        LockSupport.unpark(exporting);
        try {
            TimeUnit.NANOSECONDS.timedJoin(exporting, Math.max(1, timeoutNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (exporting.isAlive()) {
            loop.giveUp();
            exporting.interrupt();
            drops.dropped("shutdown", (long) Math.max(0, waitingOperations.get()) + announcements.size());
        }
    }
}
