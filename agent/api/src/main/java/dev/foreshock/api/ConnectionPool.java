// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one connection pool of the application: its name, who holds its connections, and where its durations
 * go. Refers to the pool weakly.
 *
 * <p>An instrumentation calls {@link #begin} before the pool is asked and one of {@link #borrowed} and {@link #failed} after,
 * {@link #returned} when a connection comes back or is given up, {@link #beginConnecting} and {@link #endConnecting} around the
 * opening of a connection. Two readings of the clock and two look-ups a borrow, one of each a return; nothing is allocated once
 * a connection is known, no lock is taken, and the stack is walked for every 16th borrow, or at most ten times a second while
 * others wait.
 *
 * <p>A pool over a pool is two pools, each with figures of its own; a unit of work has waited once, for the outer one.
 */
public final class ConnectionPool {
    /** A shorter wait is not told with operations and units. */
    public static final long WORTH_TELLING_NANOS = 1_000_000;

    private static final int CALL_SITE_EVERY = 16;
    private static final long CONTENDED_NANOS = 1_000_000_000L;
    private static final long CALL_SITE_PAUSE_NANOS = 100_000_000L;

    final WeakReference<Object> pool;
    final int hash;
    private final String library;
    private final @Nullable String configuredName;
    private final WeakReference<PoolGauges> gauges;
    private final WeakReference<?>[] parts;
    private final Leases leases = new Leases();
    private volatile @Nullable Target target;
    private volatile @Nullable Named named;
    private volatile long lastWaitNanos;
    private volatile long lastWalkNanos;
    private volatile int max = PoolNumbers.UNKNOWN;
    private volatile int idleMin = PoolNumbers.UNKNOWN;
    private volatile @Nullable AtomicInteger asking;
    private volatile boolean closed;
    private int borrows;

    ConnectionPool(Object pool, int hash, String library, @Nullable String name, PoolGauges gauges, Object[] parts) {
        this.pool = new WeakReference<>(pool);
        this.hash = hash;
        this.library = library;
        this.configuredName = name == null || name.isBlank() ? null : name;
        this.gauges = new WeakReference<>(gauges);
        this.parts = new WeakReference<?>[parts.length];
        for (int i = 0; i < parts.length; i++) {
            this.parts[i] = new WeakReference<>(parts[i]);
        }
        long past = System.nanoTime() - 2 * CONTENDED_NANOS;
        this.lastWaitNanos = past;
        this.lastWalkNanos = past;
    }

    /**
     * The current thread is about to ask for a connection.
     *
     * @return when, for {@link #borrowed} or {@link #failed}; 0 where nothing is to be recorded, as in a call within a call
     */
    public long begin() {
        Cursor cursor = Cursor.get();
        if (cursor.isSuppressed() || !cursor.borrows().enter(this)) {
            return 0;
        }
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }

    /**
     * The connection that the current thread is about to get, for a {@link #borrowed} that does not know it.
     *
     * @param connection stands for it as long as it is open
     */
    public static void taken(Object connection) {
        Borrows borrowing = Cursor.get().borrowsIfAny();
        if (borrowing != null) {
            borrowing.taken(connection);
        }
    }

    /**
     * The current thread has got a connection.
     *
     * @param connection stands for it as long as it is open; {@code null} where {@link #taken} has told
     */
    public void borrowed(long beganNanos, @Nullable Object connection) {
        if (beganNanos == 0) {
            return;
        }
        Cursor cursor = Cursor.get();
        long now = System.nanoTime();
        long nanos = Math.max(0, now - beganNanos);
        Borrows borrowing = cursor.borrows();
        boolean outermost = borrowing.leave(this);
        long waited = outermost ? Math.max(0, nanos - borrowing.connectingNanos()) : 0;
        Operation current = cursor.current();
        LocalTrace unit = current == null || current.unit().isEnded() ? null : current.unit();
        // A background unit may be over, though nobody has ended it yet: the first statement tells.
        boolean countsNow = unit != null && unit.root().kind() != Kind.BACKGROUND;
        named().meter.waited(nanos);
        if (outermost) {
            boolean worthTelling = waited >= WORTH_TELLING_NANOS;
            if (worthTelling) {
                lastWaitNanos = now;
                if (unit != null && countsNow) {
                    unit.addPoolWait(waited);
                }
            }
            borrowing.waited(worthTelling ? waited : 0, this, !countsNow);
        }
        Object taken = connection == null ? borrowing.taken() : connection;
        if (taken != null) {
            lend(taken, now, unit);
        }
    }

    private void lend(Object connection, long now, @Nullable LocalTrace unit) {
        Lease lease = leases.find(connection);
        if (lease == null) {
            lease = leases.findOrAdd(connection, now);
        }
        if (lease == null) {
            Recorder.instance().dropped("pool_connection");
        } else {
            lease.begin(now, unit, isWorthAWalk(now) ? Recorder.instance().callSite() : null);
        }
    }

    /** Racy: a walk more or less does no harm. */
    private boolean isWorthAWalk(long now) {
        boolean contended = now - lastWaitNanos < CONTENDED_NANOS;
        if ((borrows++ % CALL_SITE_EVERY == 0 || contended) && now - lastWalkNanos >= CALL_SITE_PAUSE_NANOS) {
            lastWalkNanos = now;
            return true;
        }
        return false;
    }

    /**
     * The current thread has got no connection.
     *
     * @param timedOut whether that is because none became free in time, or none was free and none is waited for
     */
    public void failed(long beganNanos, @Nullable Throwable thrown, boolean timedOut) {
        if (beganNanos == 0) {
            return;
        }
        Cursor cursor = Cursor.get();
        Borrows borrowing = cursor.borrows();
        borrowing.leave(this);
        // Nothing of the application's stays behind with the thread.
        borrowing.taken();
        if (timedOut && thrown != null) {
            long now = System.nanoTime();
            lastWaitNanos = now;
            Named known = named();
            known.meter.timedOut();
            Recorder.instance().poolTimedOut(cursor, known.name, beganNanos, thrown);
        }
    }

    /** The connection has been given back, or is given up. Later calls do nothing. */
    public void returned(Object connection) {
        Lease lease = leases.find(connection);
        long since = lease == null ? 0 : lease.end();
        if (since != 0) {
            named().meter.used(Math.max(0, System.nanoTime() - since));
            Cursor cursor = Cursor.peek();
            Borrows borrowing = cursor == null ? null : cursor.borrowsIfAny();
            if (borrowing != null) {
                borrowing.forgetWait(this);
            }
        }
    }

    /** The current thread opens a connection for this pool. Answers what {@link #endConnecting} needs. */
    public static @Nullable Object beginConnecting(@Nullable ConnectionPool pool) {
        return Cursor.get().borrows().connectFor(pool);
    }

    public static void endConnecting(@Nullable Object before) {
        Cursor.get().borrows().connectFor((ConnectionPool) before);
    }

    /** A connection of this pool has been opened, or could not be; the recorder alone calls it. */
    public void connected(@Nullable Target to) {
        if (target == null && to != null) {
            target = to;
        }
    }

    /** Where its connections go; {@code null} where that is not known yet. */
    public @Nullable Target target() {
        return target;
    }

    /** The name in metrics: unique among all pools of the process, and given once. */
    public String name() {
        return named().name;
    }

    /** Whether the name is known or must be: not while the first connection may still tell where it goes. */
    public boolean isNamed() {
        return named != null || configuredName != null || target != null;
    }

    private Named named() {
        Named known = named;
        return known != null ? known : giveName();
    }

    private Named giveName() {
        synchronized (leases) {
            Named known = named;
            if (known == null) {
                Target to = target;
                String wanted =
                        configuredName != null ? configuredName : to == null ? library : library + ':' + to.display();
                String name = ConnectionPools.uniqueName(wanted);
                known = new Named(name, Recorder.instance().poolMeter(name));
                named = known;
            }
            return known;
        }
    }

    /** Who holds connections now; a copy. */
    public List<PoolHolder> holders() {
        return leases.holders();
    }

    void releaseEndedUnits() {
        leases.releaseEndedUnits();
    }

    /**
     * Asks the pool. Only on the agent's own threads.
     *
     * @return {@code null} where the pool is gone or closed, or does not answer
     */
    public @Nullable PoolNumbers read() {
        Object open = pool.get();
        PoolGauges reading = gauges.get();
        if (closed || open == null || reading == null) {
            return null;
        }
        @Nullable Object[] alive = new @Nullable Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            alive[i] = parts[i].get();
        }
        PoolNumbers numbers = new PoolNumbers();
        numbers.max = max;
        numbers.idleMin = idleMin;
        AtomicInteger counted = asking;
        if (counted != null) {
            numbers.pending = Math.max(0, counted.get());
        }
        try {
            reading.read(open, alive, numbers);
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
        return numbers.closed ? null : numbers;
    }

    /** What the pool keeps where gauges cannot read it, and does not change. */
    public void limits(int maximum, int minimumIdle) {
        max = maximum;
        idleMin = minimumIdle;
    }

    /**
     * The current thread asks from now on, or does so no more: for a pool that does not tell how many do. Counted from the first
     * call on.
     *
     * @param change 1 after a {@link #begin} that did not answer 0, and -1 once for each of these
     */
    public void asking(int change) {
        AtomicInteger counted = asking;
        if (counted == null) {
            synchronized (leases) {
                counted = asking;
                if (counted == null) {
                    counted = new AtomicInteger();
                    asking = counted;
                }
            }
        }
        counted.addAndGet(change);
    }

    /** The pool has been closed: it is asked no more, and leaves its name to the next one. */
    public void closed() {
        closed = true;
    }

    boolean hasName(String name) {
        Named known = named;
        return known != null && known.name.equals(name);
    }

    boolean isGone() {
        return pool.refersTo(null);
    }

    private record Named(String name, PoolMeter meter) {}
}
