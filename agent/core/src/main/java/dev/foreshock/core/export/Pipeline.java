// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes traces and announcements from the loop, converts them and puts them into the outboxes of the three signals. For
 * the export thread alone; the first class on its way that knows the SDK.
 *
 * <p>Of each signal one batch is on its way. While it is, traces wait in the loop's queue, and a bounded number of log
 * records here.
 */
final class Pipeline {
    private static final int MAX_WAITING_RECORDS = 512;
    // Stack traces are long: 100 of them are below a megabyte, and gRPC backends take four.
    private static final int MAX_RECORDS_PER_BATCH = 100;

    private final ExportLoop loop;
    private final MetricSource source;
    private final DropCounter drops;
    private final Origin origin;
    private final TraceConverter converter;
    private final FindingEntries findings;
    private final int batchSize;
    private final @Nullable Outbox<SpanData> spans;
    private final @Nullable Outbox<LogRecordData> records;
    private final @Nullable Outbox<MetricData> metrics;
    private final Queue<SpanData> waitingSpans = new ArrayDeque<>();
    private final Queue<LogRecordData> waitingRecords = new ArrayDeque<>();

    Pipeline(Settings settings, MetricSource source, DropCounter drops, Consumer<String> report, ExportLoop loop) {
        this.loop = loop;
        this.source = source;
        this.drops = drops;
        this.batchSize = settings.get(ExportSettings.MAX_BATCH_SIZE);
        origin = new Origin(ResourceDetector.detect(settings));
        ExceptionText text = new ExceptionText(settings.get(ExportSettings.EXCEPTION_MESSAGES));
        converter = new TraceConverter(
                origin, new ExceptionEntries(origin, text, drops), settings.get(ExportSettings.COMPOSITE_MIN_COUNT));
        findings = new FindingEntries(origin);
        Outboxes outboxes = new Outboxes(settings, drops, report, loop::deadlineNanos);
        spans = outboxes.spans();
        records = outboxes.records();
        metrics = outboxes.metrics();
    }

    /** When something is to be sent again, or {@code otherwise}. */
    long dueNanos(long otherwise) {
        long due = spans == null ? otherwise : spans.dueNanos(otherwise);
        due = records == null ? due : records.dueNanos(due);
        return metrics == null ? due : metrics.dueNanos(due);
    }

    void turn(boolean spansDue, boolean metricsDue) {
        sendAgain(false);
        sendRecords();
        if (metricsDue) {
            sendMetrics();
        }
        if (spansDue || !waitingSpans.isEmpty()) {
            sendSpans();
            sendRecords();
        }
    }

    /** The process ends: everything is sent now or not at all. */
    void lastTurn() {
        sendAgain(true);
        sendRecords();
        sendSpans();
        sendRecords();
        sendMetrics();
        if (source.isHoldingBack()) {
            sendMetrics();
        }
        int lost = waitingSpans.size() + waitingRecords.size();
        lost += spans == null ? 0 : spans.abandon();
        lost += records == null ? 0 : records.abandon();
        lost += metrics == null ? 0 : metrics.abandon();
        if (lost > 0) {
            drops.dropped("shutdown", lost);
        }
    }

    private void sendAgain(boolean atOnce) {
        long now = System.nanoTime();
        if (records != null) {
            records.turn(now, atOnce);
        }
        if (metrics != null) {
            metrics.turn(now, atOnce);
        }
        if (spans != null) {
            spans.turn(now, atOnce);
        }
    }

    private void sendRecords() {
        for (Announcement next = loop.nextAnnouncement(); next != null; next = loop.nextAnnouncement()) {
            addRecord(findings.entry(next));
        }
        while (records != null && !waitingRecords.isEmpty() && records.isFree(System.nanoTime())) {
            records.submit(take(waitingRecords, MAX_RECORDS_PER_BATCH), System.nanoTime());
        }
    }

    private void addRecord(LogRecordData entry) {
        if (records == null) {
            return;
        }
        if (waitingRecords.size() < MAX_WAITING_RECORDS) {
            waitingRecords.add(entry);
        } else {
            drops.dropped(Signal.LOGS.dropReason("queue_full"), 1);
        }
    }

    private void sendMetrics() {
        if (metrics != null && metrics.isFree(System.nanoTime())) {
            List<MetricData> collected = source.collect(origin.resource(), origin.metrics());
            if (!collected.isEmpty()) {
                metrics.submit(collected, System.nanoTime());
            }
        }
    }

    private void sendSpans() {
        while (spans == null || spans.isFree(System.nanoTime())) {
            boolean more = convertNext();
            if (spans == null) {
                waitingSpans.clear();
                if (!more) {
                    return;
                }
            } else if (waitingSpans.isEmpty()) {
                return;
            } else {
                spans.submit(take(waitingSpans, batchSize), System.nanoTime());
            }
        }
    }

    /** Converts until a batch is full; answers whether the queue may hold more. */
    private boolean convertNext() {
        List<LogRecordData> exceptions = new ArrayList<>();
        Object next = null;
        while (waitingSpans.size() < batchSize && (next = loop.nextTrace()) != null) {
            try {
                if (next instanceof LocalTrace unit) {
                    converter.convert(unit, waitingSpans, exceptions);
                } else if (next instanceof Operation operation) {
                    converter.convertLate(operation, waitingSpans, exceptions);
                }
            } catch (RuntimeException e) {
                drops.dropped("conversion_failed", 1);
            } finally {
                forgetErrors(next);
            }
            exceptions.forEach(this::addRecord);
            exceptions.clear();
        }
        return next != null;
    }

    private static void forgetErrors(Object converted) {
        if (converted instanceof LocalTrace unit) {
            unit.forgetErrors();
        } else if (converted instanceof Operation operation) {
            operation.forgetError();
        }
    }

    private static <T> List<T> take(Queue<T> queue, int most) {
        List<T> taken = new ArrayList<>(Math.min(most, queue.size()));
        while (taken.size() < most && !queue.isEmpty()) {
            taken.add(queue.remove());
        }
        return taken;
    }
}
