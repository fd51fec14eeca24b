// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool, and who has borrowed it. Made once for each connection and used again for each borrow, so that a
 * borrow allocates nothing. Refers to the connection weakly, to no thread at all, and to a unit of work only until the clock
 * sees that it has ended.
 *
 * <p>Written by the thread that borrows, then by the one that returns, which the pool itself keeps in order; read by the agent's
 * threads, which may see the name of one borrower beside the time of the next.
 */
final class Lease extends WeakReference<Object> {
    private static final VarHandle SINCE;
    private static final VarHandle UNIT;

    static {
        try {
            SINCE = MethodHandles.lookup().findVarHandle(Lease.class, "sinceNanos", long.class);
            UNIT = MethodHandles.lookup().findVarHandle(Lease.class, "unit", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int hash;
    private volatile long sinceNanos;
    private volatile @Nullable Object unit;
    private String thread = "";
    private long threadId;
    private @Nullable CallSite callSite;

    Lease(Object connection, int hash) {
        super(connection);
        this.hash = hash;
    }

    void begin(long nanos, @Nullable LocalTrace borrower, @Nullable CallSite from) {
        Thread current = Thread.currentThread();
        thread = current.getName();
        threadId = current.getId();
        callSite = from;
        unit = borrower;
        sinceNanos = nanos == 0 ? 1 : nanos;
    }

    /** Answers when it was borrowed, 0 where it was not. */
    long end() {
        long since = (long) SINCE.getAndSet(this, 0L);
        if (since != 0) {
            unit = null;
            callSite = null;
        }
        return since;
    }

    /** Lets go of a unit that has ended; its name and its end are kept. */
    void releaseEndedUnit() {
        if (unit instanceof LocalTrace borrower && borrower.isEnded()) {
            UNIT.compareAndSet(this, (Object) borrower, (Object)
                    new Ended(borrower.name(), borrower.root().endNanos()));
        }
    }

    /** {@code null} where nobody has borrowed it. */
    @Nullable
    PoolHolder holder() {
        long since = sinceNanos;
        Object borrower = unit;
        if (since == 0) {
            return null;
        }
        if (borrower instanceof Ended ended) {
            return new PoolHolder(thread, threadId, since, null, ended.name, ended.nanos, callSite);
        }
        LocalTrace open = (LocalTrace) borrower;
        long end = open == null || !open.isEnded() ? 0 : open.root().endNanos();
        return new PoolHolder(thread, threadId, since, open, open == null ? null : open.name(), end, callSite);
    }

    private record Ended(String name, long nanos) {}
}
