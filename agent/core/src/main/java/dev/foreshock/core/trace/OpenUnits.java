// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.core.detect.UnitsUnderWay;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The units of work that are under way: what is flushed at exit, closed when idle, and bounded in number and memory.
 *
 * <p>A table of 2,048 places without locks. A unit is put at the first free of eight places from a random one; where none
 * is free the oldest of the eight gives way: it goes on, but keeps no further operations and is not flushed at exit.
 * Memory is reserved in steps of 16 operations, so that the shared counter is touched by one operation in 16.
 */
final class OpenUnits implements UnitsUnderWay {
    private static final int PLACES = 2_048;
    private static final int PROBES = 8;
    private static final int STEP = 16;

    /**
     * A thread that asked for messages once and then does something else for ever. A Kafka consumer is taken for dead after five
     * minutes without a poll, unless it is told otherwise.
     */
    private static final long OPEN_ENDED_MAX_NANOS = 600_000_000_000L;

    /** What one operation with its attributes takes, roughly. */
    private static final int OPERATION_BYTES = 200;

    private final AtomicReferenceArray<@Nullable LocalTrace> places = new AtomicReferenceArray<>(PLACES);
    private final AtomicLong reserved = new AtomicLong();
    private final long maxOperations;
    private final Consumer<String> dropped;

    OpenUnits(long maxBytes, Consumer<String> dropped) {
        this.maxOperations = maxBytes / OPERATION_BYTES;
        this.dropped = dropped;
    }

    void add(LocalTrace unit, long random) {
        int start = (int) (random >>> 32) & (PLACES - 1);
        int oldestAt = start;
        LocalTrace oldest = null;
        for (int i = 0; i < PROBES; i++) {
            int at = (start + i) & (PLACES - 1);
            LocalTrace there = places.get(at);
            if (there == null) {
                if (places.compareAndSet(at, null, unit)) {
                    unit.slot(at);
                    return;
                }
            } else if (oldest == null
                    || there.root().startNanos() - oldest.root().startNanos() < 0) {
                oldest = there;
                oldestAt = at;
            }
        }
        if (oldest != null && places.compareAndSet(oldestAt, oldest, unit)) {
            unit.slot(oldestAt);
            oldest.countOnly();
            dropped.accept("open_units_full");
        }
    }

    void remove(LocalTrace unit) {
        int at = unit.slot();
        if (at >= 0) {
            places.compareAndSet(at, unit, null);
        }
        int held = unit.reservedOperations();
        if (held > 0) {
            unit.reservedOperations(0);
            reserved.addAndGet(-held);
        }
    }

    /** Whether one more operation of the unit may be kept. Called under the unit's guard. */
    boolean keep(LocalTrace unit) {
        if (unit.isCountOnly()) {
            return false;
        }
        int recorded = unit.recorded();
        if (recorded >= LocalTrace.MAX_OPERATIONS) {
            unit.countOnly();
            dropped.accept("unit_operations_full");
            return false;
        }
        int held = unit.reservedOperations();
        int missing = unit.weight() - held;
        if (missing < 0) {
            return true;
        }
        // Links may weigh more than one step.
        int step = STEP * (1 + Math.max(0, missing) / STEP);
        if (reserved.addAndGet(step) > maxOperations) {
            reserved.addAndGet(-step);
            unit.countOnly();
            dropped.accept("open_units_memory");
            return false;
        }
        unit.reservedOperations(held + step);
        return true;
    }

    /** Closes the background units of threads that have gone quiet, and open-ended ones that nobody will end. */
    void closeIdle() {
        long now = System.nanoTime();
        for (int i = 0; i < PLACES; i++) {
            LocalTrace unit = places.get(i);
            if (unit != null && (isIdle(unit, now) || isLeft(unit, now))) {
                unit.root().end(null);
            }
        }
    }

    /** Closes every unit under way. */
    void closeAll() {
        forEach(new RootCloser());
    }

    private static boolean isIdle(LocalTrace unit, long now) {
        return unit.root().kind() == Kind.BACKGROUND
                && unit.lastActivityNanos() != Long.MAX_VALUE
                && now - unit.lastActivityNanos() > Units.IDLE_NANOS;
    }

    private static boolean isLeft(LocalTrace unit, long now) {
        return unit.isOpenEnded() && (unit.isAbandoned() || now - unit.root().startNanos() > OPEN_ENDED_MAX_NANOS);
    }

    /** Every unit under way. */
    @Override
    public void forEach(Consumer<LocalTrace> action) {
        for (int i = 0; i < PLACES; i++) {
            LocalTrace unit = places.get(i);
            if (unit != null) {
                action.accept(unit);
            }
        }
    }

    private static final class RootCloser implements Consumer<LocalTrace> {
        @Override
        public void accept(LocalTrace unit) {
            unit.root().end(null);
        }
    }
}
