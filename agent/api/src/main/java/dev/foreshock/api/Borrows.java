// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What one thread is doing with connection pools: which ones it is asking, one within the other, for which one it opens a
 * connection, and how long it has waited for the connection that it will use next. Belongs to the thread's {@link Cursor}.
 */
public final class Borrows {
    private static final int DEPTH = 4;

    private final @Nullable ConnectionPool[] asked = new ConnectionPool[DEPTH];
    private int depth;
    private @Nullable ConnectionPool connectingFor;
    private long connectingNanos;
    private long waitNanos;
    private @Nullable ConnectionPool waitedFor;
    private boolean uncounted;
    private @Nullable Object taken;

    /** Answers false where the pool is being asked already, by another of its own methods. */
    boolean enter(ConnectionPool pool) {
        for (int i = 0; i < depth; i++) {
            if (asked[i] == pool) {
                return false;
            }
        }
        if (depth == DEPTH) {
            return false;
        }
        if (depth == 0) {
            connectingNanos = 0;
            taken = null;
        }
        asked[depth++] = pool;
        return true;
    }

    /** Answers whether no other pool is being asked around this one. */
    boolean leave(ConnectionPool pool) {
        while (depth > 0) {
            ConnectionPool left = asked[--depth];
            asked[depth] = null;
            if (left == pool) {
                break;
            }
        }
        return depth == 0;
    }

    /** The connection that the innermost pool asked is about to give; the first that is told, before anybody wraps it. */
    void taken(Object connection) {
        if (depth > 0 && taken == null) {
            taken = connection;
        }
    }

    /** The same, once. */
    @Nullable
    Object taken() {
        Object connection = taken;
        taken = null;
        return connection;
    }

    /** How long connections were opened while the outermost pool was asked. */
    long connectingNanos() {
        return connectingNanos;
    }

    @Nullable
    ConnectionPool connectFor(@Nullable ConnectionPool pool) {
        ConnectionPool before = connectingFor;
        connectingFor = pool;
        return before;
    }

    /** The pool for which the thread opens a connection; {@code null} where it does so for itself. */
    public @Nullable ConnectionPool connectingFor() {
        return connectingFor;
    }

    /** A connection has been opened, or could not be; the recorder alone calls it. */
    public void connected(long nanos) {
        connectingNanos += nanos;
    }

    /**
     * The thread has waited for the connection that it will use next.
     *
     * @param outsideUnit whether no unit of work has been told
     */
    void waited(long nanos, ConnectionPool pool, boolean outsideUnit) {
        waitNanos = nanos;
        waitedFor = nanos == 0 ? null : pool;
        uncounted = outsideUnit;
    }

    /** A connection of this pool has been given back. */
    void forgetWait(ConnectionPool pool) {
        if (waitedFor == pool) {
            forgetWait();
        }
    }

    private void forgetWait() {
        waitNanos = 0;
        waitedFor = null;
    }

    /** How long the thread has waited for the connection that it uses now for the first time; mostly 0. */
    public long waitNanos() {
        return waitNanos;
    }

    /** The recorder alone calls it: this operation is the first one to use the connection that was waited for. */
    public void tell(Operation operation) {
        ConnectionPool pool = waitedFor;
        if (pool != null) {
            operation.attribute("foreshock.pool.wait_seconds", waitNanos / 1e9);
            operation.attribute("db.client.connection.pool.name", pool.name());
            if (uncounted) {
                operation.unit().addPoolWait(waitNanos);
            }
        }
        forgetWait();
    }

    /** A unit of work begins: what was left open by a call that never came back is forgotten. */
    void clear() {
        while (depth > 0) {
            asked[--depth] = null;
        }
        connectingFor = null;
        taken = null;
        forgetWait();
    }
}
