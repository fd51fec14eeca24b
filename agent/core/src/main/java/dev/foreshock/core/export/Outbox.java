// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends the batches of one signal, one at a time, and the same one again while the backend is in trouble. For the export
 * thread alone.
 *
 * <p>The pause between two attempts grows from one second to 30, with 20 % of jitter, and is never shorter than what the
 * backend asked for. It outlives a batch that was given up, so a dead backend sees a request every 30 seconds. The thread
 * does not sleep in between: other signals, which may have another backend, go on.
 *
 * @param <T> what is sent
 */
final class Outbox<T> {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;
    private static final long LONGEST_ASKED_PAUSE_NANOS = 300_000_000_000L;

    private final Signal signal;
    private final String endpoint;
    private final Function<Collection<T>, CompletableResultCode> exporter;
    private final Health health;
    private final DropCounter drops;
    private final long giveUpNanos;
    private final long timeoutNanos;
    private List<T> batch = List.of();
    private long firstAttemptNanos;
    private long notBeforeNanos = System.nanoTime();
    private int failures;

    Outbox(
            Signal signal,
            String endpoint,
            long timeoutNanos,
            long giveUpNanos,
            Function<Collection<T>, CompletableResultCode> exporter,
            Health health,
            DropCounter drops) {
        this.signal = signal;
        this.endpoint = endpoint;
        this.timeoutNanos = timeoutNanos;
        this.giveUpNanos = giveUpNanos;
        this.exporter = exporter;
        this.health = health;
        this.drops = drops;
    }

    /** Whether the next batch may be submitted now. */
    boolean isFree(long nowNanos) {
        return batch.isEmpty() && notBeforeNanos - nowNanos <= 0;
    }

    /** When {@link #turn} has something to do, or {@code otherwise}. */
    long dueNanos(long otherwise) {
        return batch.isEmpty() || notBeforeNanos - otherwise >= 0 ? otherwise : notBeforeNanos;
    }

    /** Sends a batch; only while {@link #isFree}. */
    void submit(List<T> items, long nowNanos) {
        batch = items;
        firstAttemptNanos = nowNanos;
        attempt(nowNanos);
    }

    /** Sends again what did not get through, where it is time or {@code atOnce}. */
    void turn(long nowNanos, boolean atOnce) {
        if (!batch.isEmpty() && (atOnce || notBeforeNanos - nowNanos <= 0)) {
            attempt(nowNanos);
        }
    }

    /** The process ends: answers how many records are left, and forgets them. */
    int abandon() {
        int left = batch.size();
        batch = List.of();
        return left;
    }

    private void attempt(long nowNanos) {
        Failure failure;
        try {
            // The senders are synchronous; the wait is for a foreign exporter that is not.
            failure = Failure.of(exporter.apply(batch).join(timeoutNanos, TimeUnit.NANOSECONDS));
        } catch (RuntimeException | LinkageError e) {
            failure = new Failure(e.toString(), false, 0);
        }
        long after = System.nanoTime();
        if (failure == null) {
            batch = List.of();
            failures = 0;
            notBeforeNanos = after;
            health.worked(endpoint, after);
            return;
        }
        health.failed(signal, endpoint, failure, nowNanos);
        long pause = pauseNanos(failure);
        notBeforeNanos = after + pause;
        if (!failure.retryable() || notBeforeNanos - firstAttemptNanos > giveUpNanos) {
            lose(failure.retryable() ? "export_failed" : "refused");
        }
    }

    private long pauseNanos(Failure failure) {
        if (!failure.retryable()) {
            return 0;
        }
        double grown = FIRST_PAUSE_NANOS * Math.pow(1.5, Math.min(20, failures++));
        double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
        long own = (long) (Math.min(LONGEST_PAUSE_NANOS, grown) * jitter);
        return Math.max(own, Math.min(failure.waitNanos(), LONGEST_ASKED_PAUSE_NANOS));
    }

    private void lose(String why) {
        if (!batch.isEmpty()) {
            drops.dropped(signal.dropReason(why), batch.size());
            health.lost(batch.size());
            batch = List.of();
        }
    }
}
