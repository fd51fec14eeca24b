// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What the current thread is doing: its innermost open operation, and a few slots for what an instrumentation knows of
 * short-lived objects.
 *
 * <p>Got by one {@link ThreadLocal#get}; only its own thread touches it. Slots are compared by identity, hold 16 objects,
 * and are cleared when the thread's unit of work ends, so that nothing is kept alive. A value that is {@link Lasting} moves
 * to {@link Associations} when its slot is needed or cleared, and is found there from any thread.
 */
public final class Cursor {
    /** A value that is still needed when its slot is lost: what is known of a statement that outlives a request. */
    public interface Lasting {}

    /** For how long what a unit has set going still belongs to it once it has ended. */
    static final long INHERITANCE_NANOS = 10_000_000_000L;

    private static final ThreadLocal<@Nullable Cursor> CURRENT = new ThreadLocal<>();

    /** What a task carries that an ignored request hands over: nothing is recorded in it either. */
    private static final Operation IGNORED = new LocalTrace(0, 0, 0, false, null, null, Kind.REQUEST, 1, 0, 0).root();

    private final boolean agentThread;
    private @Nullable Operation current;
    private @Nullable Operation base;
    private @Nullable Operation inherited;
    private int suppressed;
    private int ignored;
    private final Slots slots = new Slots();
    private @Nullable Borrows borrows;
    private @Nullable CacheReads cacheReads;
    private @Nullable Resumption betweenTasks;
    private long random;

    private Cursor(boolean agentThread, long seed) {
        this.agentThread = agentThread;
        this.random = seed;
    }

    /** The current thread's cursor. */
    public static Cursor get() {
        Cursor cursor = CURRENT.get();
        return cursor != null ? cursor : create();
    }

    /** The current thread's cursor where it has one already: a thread without one has nothing to hand over or drop. */
    public static @Nullable Cursor peek() {
        return CURRENT.get();
    }

    private static Cursor create() {
        Thread thread = Thread.currentThread();
        Cursor cursor =
                new Cursor(thread instanceof AgentThread, Recorder.instance().seed());
        CURRENT.set(cursor);
        if (!cursor.agentThread) {
            Operation inherited = Associations.remove(thread, Operation.class);
            // A thread that an ignored request has started may live as long as the process: it is a thread like any
            // other.
            if (inherited != null
                    && inherited != IGNORED
                    && isRecent(inherited.unit().root())) {
                cursor.current = cursor.base = cursor.inherited = inherited;
            }
        }
        return cursor;
    }

    /** A thread that a library has kept for itself since some request must not go on with that request's trace. */
    static boolean isRecent(Operation root) {
        return !root.isEnded() || System.nanoTime() - root.endNanos() < INHERITANCE_NANOS;
    }

    /**
     * Whether this thread still has what its starter did, though that ended long ago: a library has kept the thread for itself
     * since then, and it belongs to nobody.
     */
    public boolean isLeftOver() {
        Operation first = inherited;
        return first != null && base == first && !isRecent(first.unit().root());
    }

    /** Whether this is what a request hands over in which nothing is recorded. */
    static boolean isIgnored(Operation handedOver) {
        return handedOver == IGNORED;
    }

    /** Whether this is one of the agent's own threads, on which advice does nothing. */
    public boolean isAgentThread() {
        return agentThread;
    }

    /** The innermost open operation of this thread, or the one handed over to it; {@code null} outside any unit of work. */
    public @Nullable Operation current() {
        return current;
    }

    /** Whether a call of this kind is open on this thread itself, not merely handed over from another one. */
    public boolean isOpen(Kind kind) {
        for (Operation o = current; o != null && o != base; o = o.parent()) {
            if (o.kind() == kind) {
                return true;
            }
            if (o.kind().isUnit()) {
                return false;
            }
        }
        return false;
    }

    /** Whether this thread itself has begun a unit of work, other than a background unit, that has not ended. */
    public boolean isUnitOpen() {
        return openUnit() != null;
    }

    /** The root of the unit of work, other than a background unit, that this thread itself has begun; {@code null} without one. */
    public @Nullable Operation openUnit() {
        for (Operation o = current; o != null && o != base; o = o.parent()) {
            if (o.kind().isUnit()) {
                return o.kind() == Kind.BACKGROUND || o.unit().isEnded() ? null : o;
            }
        }
        return null;
    }

    /** The open-ended unit of work that this thread itself has begun, see {@link LocalTrace#isOpenEnded}; {@code null} without one. */
    public @Nullable Operation openEndedUnit() {
        Operation root = openUnit();
        return root != null && root.unit().isOpenEnded() ? root : null;
    }

    /** A task of this thread is over, and with it what it has done with messages that it has asked for: nobody else says so. */
    public void endOpenEnded() {
        Operation root = openEndedUnit();
        if (root != null) {
            root.end(null);
        }
    }

    /** The recorder alone calls it: {@code operation} has begun on this thread. */
    public void enter(Operation operation) {
        current = operation;
    }

    /** {@code operation} has ended or been detached: the thread goes on with its parent. What was left open inside is dropped. */
    public void leave(Operation operation) {
        for (Operation o = current; o != null; o = o.parent()) {
            if (o == operation) {
                current = o == base ? null : o.parent();
                if (o == base || current == null) {
                    base = null;
                }
                break;
            }
            if (o == base) {
                break;
            }
        }
    }

    /** The root of a unit has ended on this thread: nothing of it may reach the thread's next task. */
    public void reset() {
        current = null;
        base = null;
        inherited = null;
        suppressed = 0;
        ignored = 0;
        clearSlots();
    }

    /** What a task that is handed to another thread must carry, or {@code null} where there is nothing to carry. */
    public @Nullable Operation capture() {
        if (agentThread || suppressed > 0) {
            return null;
        }
        if (ignored > 0) {
            return IGNORED;
        }
        Operation operation = current;
        if (operation == null || operation.unit().isEnded() || operation.kind() == Kind.BACKGROUND) {
            return null;
        }
        slots.spillLasting();
        return operation;
    }

    /**
     * Goes on with what another thread handed over.
     *
     * @return what this thread did before, for {@link #restore}
     */
    public Resumption attach(@Nullable Operation handedOver) {
        Resumption before = new Resumption(current, base, ignored);
        ignored = handedOver == IGNORED ? 1 : 0;
        current = base = handedOver == IGNORED ? null : handedOver;
        return before;
    }

    /**
     * Goes on with a unit of work that this thread serves itself, as if its root had begun here: what a server does when it
     * dispatches an asynchronous request again. No second unit begins inside it.
     *
     * @return what this thread did before, for {@link #restore}
     */
    public Resumption resume(Operation root) {
        Resumption before = new Resumption(current, base, ignored);
        ignored = 0;
        current = root;
        base = null;
        return before;
    }

    /** Takes up again what {@link #attach} interrupted. Whatever the task left open is dropped. */
    public void restore(Resumption before) {
        Operation open = current;
        if (open != null && open != base && open.unit().root().kind() == Kind.BACKGROUND) {
            // What the task did after its own unit had ended; it ends with the task.
            open.unit().root().end(null);
        } else {
            // What is open here has begun since: what was open before stands in what is restored.
            endOpenEnded();
        }
        current = before.current;
        base = before.base;
        ignored = before.ignored;
        if (current == null) {
            clearSlots();
        }
    }

    /** Where this thread is, for {@link #returnTo}. Allocates nothing where nothing is recorded. */
    public Mark mark() {
        return current == null && suppressed == 0 && ignored == 0
                ? Mark.NOWHERE
                : new Mark(current, base, suppressed, ignored);
    }

    /**
     * Leaves whatever request, message or job this thread has entered since {@code mark}, over or not. For a thread that
     * serves many of them by turns. A background unit that has begun since then goes on: it ends by itself.
     */
    public void returnTo(Mark mark) {
        suppressed = mark.suppressed;
        ignored = mark.ignored;
        Operation operation = current;
        if (operation != null
                && operation != mark.current
                && operation.unit().root().kind() != Kind.BACKGROUND) {
            current = mark.current;
            base = mark.base;
            if (current == null) {
                clearSlots();
            }
        }
    }

    /** A pool's worker goes on with what came with the task that it has just taken from its queue. */
    public void beginTask(Operation handedOver) {
        endTask();
        betweenTasks = attach(handedOver);
    }

    /** A pool's worker is done with a task: nothing of it reaches the next one. */
    public void endTask() {
        Resumption before = betweenTasks;
        if (before != null) {
            betweenTasks = null;
            restore(before);
        }
    }

    /** Where a thread was before it took its turn. */
    public static final class Mark {
        private static final Mark NOWHERE = new Mark(null, null, 0, 0);

        private final @Nullable Operation current;
        private final @Nullable Operation base;
        private final int suppressed;
        private final int ignored;

        private Mark(@Nullable Operation current, @Nullable Operation base, int suppressed, int ignored) {
            this.current = current;
            this.base = base;
            this.suppressed = suppressed;
            this.ignored = ignored;
        }
    }

    /** What a thread did before it took up a task. */
    public static final class Resumption {
        private final @Nullable Operation current;
        private final @Nullable Operation base;
        private final int ignored;

        private Resumption(@Nullable Operation current, @Nullable Operation base, int ignored) {
            this.current = current;
            this.base = base;
            this.ignored = ignored;
        }
    }

    /** The thread serves a request that is ignored: until {@link #endIgnored} nothing is recorded in it or in its tasks. */
    public void beginIgnored() {
        ignored++;
    }

    public void endIgnored() {
        if (ignored > 0) {
            ignored--;
        }
    }

    /** What the thread is doing with connection pools. */
    public Borrows borrows() {
        Borrows known = borrows;
        if (known == null) {
            known = borrows = new Borrows();
        }
        return known;
    }

    /** The same; {@code null} for a thread that has never asked a connection pool. */
    public @Nullable Borrows borrowsIfAny() {
        return borrows;
    }

    /** What the thread is doing with caches. */
    public CacheReads cacheReads() {
        CacheReads known = cacheReads;
        if (known == null) {
            known = cacheReads = new CacheReads();
        }
        return known;
    }

    /** The same; {@code null} for a thread that has never asked a cache which may ask another one. */
    public @Nullable CacheReads cacheReadsIfAny() {
        return cacheReads;
    }

    /** The cache that this thread is loading a value for; {@code null} where it loads none. */
    public @Nullable String loadingCache() {
        CacheLoad load = cacheReads == null ? null : cacheReads.loading;
        return load == null ? null : load.cacheName();
    }

    /** A unit of work begins: what a pool was asked for and never answered is forgotten. The recorder alone calls it. */
    public void forgetBorrows() {
        if (borrows != null) {
            borrows.clear();
        }
    }

    /** From here to {@link #unsuppress} nothing is recorded on this thread, and nothing is handed over from it. */
    public void suppress() {
        suppressed++;
    }

    public void unsuppress() {
        if (suppressed > 0) {
            suppressed--;
        }
    }

    public boolean isSuppressed() {
        return agentThread || suppressed > 0 || ignored > 0;
    }

    /** Remembers a value for an object that lives no longer than this unit of work, most likely. */
    public void remember(Object key, Object value) {
        slots.put(key, value);
    }

    /** What was remembered for the object, of the given type; {@code null} where nothing was. */
    public <V> @Nullable V recall(Object key, Class<V> type) {
        V value = slots.get(key, type);
        boolean elsewhere = value == null && Lasting.class.isAssignableFrom(type) && !slots.contains(key);
        return elsewhere ? Associations.get(key, type) : value;
    }

    /** What a slot holds for the object, of the given type. Unlike {@link #recall} it never looks any further. */
    public <V> @Nullable V recent(Object key, Class<V> type) {
        return slots.get(key, type);
    }

    /** Forgets the object: it has been closed. */
    public void forget(Object key) {
        slots.remove(key);
    }

    /** Empties the slots, and forgets what was left open with caches; lasting values stay findable. */
    public void clearSlots() {
        slots.clear();
        if (cacheReads != null) {
            cacheReads.clear();
        }
    }

    /** The next of a SplitMix64 sequence (Steele, Lea and Flood, 2014), never 0: for ids, not for secrets. */
    public long nextId() {
        long id;
        do {
            random += 0x9E3779B97F4A7C15L;
            long z = random;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            id = z ^ (z >>> 31);
        } while (id == 0);
        return id;
    }
}
