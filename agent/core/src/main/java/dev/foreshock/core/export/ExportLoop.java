// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.core.config.Settings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the export thread does: it waits until something is due, then lets the {@link Pipeline} do it. */
final class ExportLoop implements Runnable {
    private static final long SHORTEST_PARK_NANOS = 1_000_000L;
    /** What is scraped from a Collector every 15 seconds, as most is, has seen a series' 0 by then. */
    private static final long LONGEST_HOLD_NANOS = 15_000_000_000L;

    private final Settings settings;
    private final MetricSource metrics;
    private final DropCounter drops;
    private final Consumer<String> report;
    private final Ring<Object> traces;
    private final Ring<Announcement> announcements;
    private final AtomicInteger waitingOperations;
    private @Nullable Pipeline pipeline;
    private boolean reportedError;
    private volatile boolean stopping;
    private volatile long stopAtNanos;
    private volatile boolean givenUp;

    private final AtomicReference<@Nullable CountDownLatch> flushing = new AtomicReference<>();

    ExportLoop(
            Settings settings,
            MetricSource metrics,
            DropCounter drops,
            Consumer<String> report,
            Ring<Object> traces,
            Ring<Announcement> announcements,
            AtomicInteger waitingOperations) {
        this.settings = settings;
        this.metrics = metrics;
        this.drops = drops;
        this.report = report;
        this.traces = traces;
        this.announcements = announcements;
        this.waitingOperations = waitingOperations;
    }

    /** From any thread: one last turn, which is to be over at the given time. */
    void stop(long deadlineNanos) {
        stopAtNanos = deadlineNanos;
        stopping = true;
    }

    /** From any thread: a turn for everything, as soon as the one under way is over. Answers what tells its end. */
    CountDownLatch flush() {
        CountDownLatch wanted = new CountDownLatch(1);
        CountDownLatch earlier = flushing.compareAndExchange(null, wanted);
        return earlier == null ? wanted : earlier;
    }

    /** The process waits no longer; what is still here has been counted as lost. */
    void giveUp() {
        givenUp = true;
    }

    /** When a request that begins now must be over. */
    long deadlineNanos(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        return stopping && stopAtNanos - deadline < 0 ? stopAtNanos : deadline;
    }

    @Override
    public void run() {
        long metricInterval = Math.max(SHORTEST_PARK_NANOS, settings.get(ExportSettings.METRIC_INTERVAL));
        long delay = Math.max(SHORTEST_PARK_NANOS, settings.get(ExportSettings.SCHEDULE_DELAY));
        int batchSize = settings.get(ExportSettings.MAX_BATCH_SIZE);
        long now = System.nanoTime();
        long nextMetrics = now + metricInterval;
        long nextSpans = now + delay;
        while (!stopping) {
            long due = nextMetrics - nextSpans < 0 ? nextMetrics : nextSpans;
            Pipeline built = pipeline;
            if (built != null) {
                due = built.dueNanos(due);
            }
            if (flushing.get() == null) {
                LockSupport.parkNanos(this, Math.max(SHORTEST_PARK_NANOS, due - System.nanoTime()));
            }
            // Taken before the turn: what is offered after that is another flush's.
            CountDownLatch flushed = flushing.getAndSet(null);
            now = System.nanoTime();
            boolean metricsDue = flushed != null || nextMetrics - now <= 0;
            boolean spansDue = flushed != null || nextSpans - now <= 0 || waitingOperations.get() >= batchSize;
            if (!stopping) {
                turn(spansDue, metricsDue);
            }
            if (flushed != null && !stopping && metrics.isHoldingBack()) {
                turn(false, true);
            }
            // Not from now: what was missed while a backend hung is not made up for.
            nextMetrics = metricsDue ? System.nanoTime() + metricInterval : nextMetrics;
            nextSpans = spansDue ? System.nanoTime() + delay : nextSpans;
            long rest = System.nanoTime() + Math.min(metricInterval, LONGEST_HOLD_NANOS);
            nextMetrics = metrics.isHoldingBack() && rest - nextMetrics < 0 ? rest : nextMetrics;
            if (flushed != null) {
                flushed.countDown();
            }
        }
        lastTurn();
    }

    private void turn(boolean spansDue, boolean metricsDue) {
        try {
            boolean anything = metricsDue || announcements.size() > 0 || (spansDue && traces.size() > 0);
            boolean first = pipeline == null;
            if (!first || anything) {
                // With the first spans go the first metrics: a backend must see a counter at 0 to notice its first
                // rise.
                pipeline().turn(spansDue, metricsDue || first);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** A process that has had nothing to export so far ends without loading the exporters for its metrics alone. */
    private void lastTurn() {
        try {
            if (pipeline != null || traces.size() > 0 || announcements.size() > 0) {
                pipeline().lastTurn();
            }
        } catch (Throwable e) {
            failed(e);
        }
        int left = waitingOperations.get();
        if (left > 0 && !givenUp) {
            drops.dropped("shutdown", left);
        }
    }

    private Pipeline pipeline() {
        Pipeline built = pipeline;
        if (built == null) {
            built = new Pipeline(settings, metrics, drops, report, this);
            pipeline = built;
        }
        return built;
    }

    private void failed(Throwable e) {
        drops.dropped("export_error", 1);
        if (!reportedError) {
            reportedError = true;
            report.accept("Export failed inside the agent, and goes on with the next batch: " + e);
        }
    }

    /** The next trace or late operation to export, or {@code null}. */
    @Nullable
    Object nextTrace() {
        Object element = traces.poll();
        if (element != null) {
            int operations = element instanceof LocalTrace unit ? unit.weight() : 1;
            waitingOperations.addAndGet(-operations);
        }
        return element;
    }

    @Nullable
    Announcement nextAnnouncement() {
        return announcements.poll();
    }
}
