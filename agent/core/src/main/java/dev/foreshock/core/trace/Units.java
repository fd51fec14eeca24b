// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.detect.ThreadKind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes units of work: ids, context, the head decision and the clock. Thread safe. */
final class Units {
    /** A background unit is closed when its thread has done nothing for this long. */
    static final long IDLE_NANOS = 1_000_000_000L;

    /** A background unit that never rests is closed after this long, so that no trace lives for ever. */
    private static final long BACKGROUND_MAX_NANOS = 60_000_000_000L;

    private final HeadSampler sampler;
    private final Propagation propagation;
    private volatile long epochOffsetNanos;

    Units(HeadSampler sampler, Propagation propagation) {
        this.sampler = sampler;
        this.propagation = propagation;
        synchronizeClock();
    }

    /** Reads how far {@link System#nanoTime} is from the wall clock; the clock thread calls it every second. */
    void synchronizeClock() {
        epochOffsetNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
    }

    /** A unit that a caller's headers may make part of the caller's trace. */
    LocalTrace called(Cursor cursor, Kind kind, Function<String, @Nullable String> headers, long now) {
        TraceContext caller = propagation.extract(headers);
        long high = caller == null ? cursor.nextId() : caller.traceIdHigh();
        long low = caller == null ? cursor.nextId() : caller.traceIdLow();
        boolean sampled = sampler.sample(caller, low);
        LocalTrace unit = new LocalTrace(
                high,
                low,
                caller == null ? 0 : caller.spanId(),
                sampled,
                sampler.traceState(caller, sampled),
                propagation.baggage(headers),
                kind,
                cursor.nextId(),
                now,
                epochOffsetNanos);
        if (kind == Kind.REQUEST) {
            unit.inboundAttempt(RetryState.inbound(unit.traceState(), headers));
        }
        return unit;
    }

    /** What a thread does outside any unit, in a trace of its own. */
    LocalTrace background(Cursor cursor, long now) {
        long high = cursor.nextId();
        long low = cursor.nextId();
        boolean sampled = sampler.sample(null, low);
        String state = sampler.traceState(null, sampled);
        LocalTrace unit = new LocalTrace(
                high, low, 0, sampled, state, null, Kind.BACKGROUND, cursor.nextId(), now, epochOffsetNanos);
        unit.method("background");
        unit.route(threadKind(Thread.currentThread().getName()));
        return unit;
    }

    /** What a task of a unit still does when the unit has ended: a unit of its own in the same trace. */
    LocalTrace after(Cursor cursor, Operation continued, long now) {
        LocalTrace ended = continued.unit();
        LocalTrace unit = new LocalTrace(
                ended.traceIdHigh(),
                ended.traceIdLow(),
                continued.spanId(),
                ended.isSampled(),
                ended.traceState(),
                ended.baggage(),
                Kind.BACKGROUND,
                cursor.nextId(),
                now,
                epochOffsetNanos);
        unit.method("after");
        unit.route("after".equals(ended.method()) ? ended.route() : ended.name());
        unit.inboundAttempt(ended.inboundAttempt());
        continued.propagated();
        return unit;
    }

    /** Whether a background unit has rested, or gone on, for so long that what comes now is another one. */
    static boolean isOver(Operation root, long now) {
        long last = root.unit().lastActivityNanos();
        return (last != Long.MAX_VALUE && now - last > IDLE_NANOS) || now - root.startNanos() > BACKGROUND_MAX_NANOS;
    }

    /** The thread's name with its numbers as {@code *}, so that the threads of one pool are one name. */
    static String threadKind(String name) {
        return ThreadKind.of(name);
    }
}
