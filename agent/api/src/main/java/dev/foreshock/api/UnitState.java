// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a unit of work is under way, has ended, is kept; and its guard.
 *
 * <p>Operations end on any thread that works for the unit. What they change together (the list, the groups, the counters)
 * is guarded by a try-lock of one compare-and-set, held for some tens of nanoseconds; it is no monitor, so virtual threads
 * are not pinned.
 *
 * <p>A class above the unit rather than an object in it: a unit allocates nothing for it. Its methods are final, so that no
 * bridge stands between them and their callers.
 */
abstract class UnitState {
    private static final int OPEN = 0;
    private static final int ENDED = 1;
    private static final int KEPT = 2;
    private static final int DISCARDED = 3;
    private static final VarHandle GUARD;

    static {
        try {
            GUARD = MethodHandles.lookup().findVarHandle(UnitState.class, "guard", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through GUARD
    private volatile int guard;

    private volatile int state;

    /** What has ended between the root and the decision. */
    private @Nullable List<Operation> late;

    /** Whether the root has ended: from then on the unit does not change, but for rows of results still open. */
    public final boolean isEnded() {
        return state != OPEN;
    }

    /** Whether the trace is exported; meaningful once that is decided, shortly after the root has ended. */
    public final boolean isKept() {
        return state == KEPT;
    }

    /** The root has ended. The recorder alone calls it; answers false where it has been called before. */
    public final boolean freeze() {
        lock();
        try {
            if (state != OPEN) {
                return false;
            }
            state = ENDED;
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * It is decided whether the trace is kept. The recorder alone calls it.
     *
     * @return the operations that ended after the root and before this decision; they follow it
     */
    public final List<Operation> decide(boolean keep) {
        lock();
        try {
            state = keep ? KEPT : DISCARDED;
            List<Operation> waiting = late;
            late = null;
            return waiting == null ? List.of() : waiting;
        } finally {
            unlock();
        }
    }

    /** Puts aside an operation that ended between {@link #freeze} and {@link #decide}; answers false after the decision. */
    public final boolean defer(Operation operation) {
        lock();
        try {
            if (state != ENDED) {
                return false;
            }
            List<Operation> waiting = late;
            if (waiting == null) {
                waiting = new ArrayList<>(2);
                late = waiting;
            }
            waiting.add(operation);
            return true;
        } finally {
            unlock();
        }
    }

    /** Runs under the guard of this unit. For the recorder and for detectors that look at a unit under way. */
    @SuppressWarnings("ThreadPriorityCheck") // the holder may have been preempted; there is no monitor to wait on
    public final void lock() {
        int spins = 0;
        while (!GUARD.compareAndSet(this, 0, 1)) {
            if (++spins < 64) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    public final void unlock() {
        GUARD.setRelease(this, 0);
    }
}
