// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One timed call: a request, a statement, a command. A plain record with mutable fields, about 150 bytes.
 *
 * <p>An instrumentation calls {@link #begin} when the call starts, describes it, and calls {@link #end} when it returns.
 * {@code begin} answers {@code null} where nothing is to be recorded; advice then does nothing more.
 *
 * <p>Threading: one thread writes at a time. An operation that ends on another thread than it began on is first taken off
 * its thread by {@link #detach}. {@link #end} takes effect once, never throws and never blocks.
 */
public final class Operation {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(Operation.class, "endNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LocalTrace unit;
    private final @Nullable Operation parent;
    private final Kind kind;
    private long startNanos;
    private long spanId;

    /** The operation recorded before this one in the same unit. Guarded by the unit. */
    @Nullable
    Operation previous;

    /** What this operation is counted with, once it has ended. Guarded by the unit. */
    @Nullable
    Group group;

    /** The thread that makes the call, while it does; {@code null} once it has ended or was detached. */
    @Nullable
    Thread thread;

    private boolean detached;
    private volatile boolean awaitsConnection;
    private volatile long endNanos;
    private @Nullable Shape shape;
    private @Nullable Target target;
    private @Nullable String name;
    private long parameterHash;
    private int rows;
    private boolean rowsComplete;
    private int batchSize;
    private int resendCount;
    private @Nullable Retry retry;
    private int status;
    private boolean propagated;
    private Outcome outcome = Outcome.OK;
    private @Nullable String errorType;
    private @Nullable Throwable error;
    private Object @Nullable [] attributes;
    private int attributeCount;
    private @Nullable Links links;

    /** For the recorder alone; instrumentations call {@link #begin}. */
    public Operation(LocalTrace unit, @Nullable Operation parent, Kind kind, long spanId, long startNanos) {
        this.unit = unit;
        this.parent = parent;
        this.kind = kind;
        this.spanId = spanId;
        this.startNanos = startNanos;
    }

    /**
     * Begins a call on the current thread, as a child of what the thread is doing; outside any unit of work it begins the
     * thread's background unit.
     *
     * @return {@code null} on the agent's own threads, where recording is suppressed, and inside a call of the same kind
     *     that this thread has already open: one physical call is one operation
     */
    public static @Nullable Operation begin(Kind kind) {
        return Recorder.instance().begin(Cursor.get(), kind);
    }

    /**
     * Ends the call. Later calls do nothing.
     *
     * @param thrown what the call threw, or {@code null}
     */
    public void end(@Nullable Throwable thrown) {
        Recorder.instance().end(this, thrown);
    }

    /** Takes the operation off the current thread, which goes on with what it did before; it will end elsewhere. */
    public void detach() {
        thread = null;
        if (!detached) {
            detached = true;
            Recorder.instance().detached(this);
        }
        Cursor.get().leave(this);
    }

    /** Whether the call was taken off the thread that made it: what the thread that ends it does has nothing to do with it. */
    public boolean isDetached() {
        return detached;
    }

    public LocalTrace unit() {
        return unit;
    }

    public @Nullable Operation parent() {
        return parent;
    }

    public Kind kind() {
        return kind;
    }

    /** Never 0. */
    public long spanId() {
        return spanId;
    }

    /** Takes over the span id that a tracer of the application's has already sent along. The recorder alone calls it. */
    public void adoptSpanId(long sent) {
        spanId = sent;
    }

    /**
     * The call has begun with the wait for a connection of a pool in this process: until {@link #connectionAwaited} nothing is asked of
     * the other side.
     */
    public void awaitConnection() {
        awaitsConnection = true;
    }

    /**
     * The wait is over. Where it took a millisecond or more it is told with the operation and its unit, and is no part of a call that got
     * a connection: the call begins only now.
     *
     * @param nowNanos {@link System#nanoTime}
     * @param leased whether there is a connection
     */
    public void connectionAwaited(long nowNanos, boolean leased) {
        long waited = nowNanos - startNanos;
        if (awaitsConnection && waited >= ConnectionPool.WORTH_TELLING_NANOS && !isEnded()) {
            attribute("foreshock.pool.wait_seconds", waited / 1e9);
            unit.addPoolWait(waited);
            if (leased) {
                startNanos = nowNanos;
            }
        }
        awaitsConnection = false;
    }

    /** Whether it waits for a connection. Read by other threads without synchronisation. */
    public boolean awaitsConnection() {
        return awaitsConnection;
    }

    /** {@link System#nanoTime} at the beginning. */
    public long startNanos() {
        return startNanos;
    }

    /** {@link System#nanoTime} at the end, or 0 while the call is under way. */
    public long endNanos() {
        return endNanos;
    }

    /** Marks the end; the recorder alone calls it. Answers false where the operation had ended before. */
    public boolean close(long nanos) {
        boolean ends = END.compareAndSet(this, 0L, nanos == 0 ? 1 : nanos);
        if (ends) {
            thread = null;
        }
        return ends;
    }

    public boolean isEnded() {
        return endNanos != 0;
    }

    /**
     * The thread that waits in this call; {@code null} once the call has ended, and where it waits on no thread. Read by other
     * threads without synchronisation: ask {@link #isEnded} after having looked at it.
     */
    public @Nullable Thread thread() {
        return thread;
    }

    /** How long the call took; 0 while it is under way. */
    public long durationNanos() {
        long end = endNanos;
        return end == 0 ? 0 : Math.max(0, end - startNanos);
    }

    public @Nullable Shape shape() {
        return shape;
    }

    public void shape(@Nullable Shape shape) {
        this.shape = shape;
    }

    public @Nullable Target target() {
        return target;
    }

    public void target(@Nullable Target target) {
        this.target = target;
    }

    /** A name of its own for the span, or {@code null} where kind and shape give it. */
    public @Nullable String name() {
        return name;
    }

    public void name(@Nullable String name) {
        this.name = name;
    }

    /** A hash over the values this call was made with, 0 where it had none. The values themselves are never kept. */
    public long parameterHash() {
        return parameterHash;
    }

    public void parameterHash(long parameterHash) {
        this.parameterHash = parameterHash;
    }

    /** Rows read so far, or changed. */
    public int rows() {
        return rows;
    }

    /** Counts one row read. A plain increment: rows are read by one thread at a time. */
    public void addRow() {
        rows++;
        if (rowsComplete) {
            addRowOfLaterResult();
        }
    }

    /** One execution may answer several results; the first to end has settled what its group takes for the rows of a page. */
    private void addRowOfLaterResult() {
        Group counted = group;
        if (counted != null) {
            counted.addRow();
        }
    }

    public void rows(int rows) {
        this.rows = rows;
    }

    /** The result has been read to its end, or closed: {@link #rows} grows only where the call answers another result. */
    public void rowsComplete() {
        if (!rowsComplete) {
            rowsComplete = true;
            Group counted = group;
            if (counted != null) {
                counted.addRows(rows);
            }
        }
    }

    public boolean isRowsComplete() {
        return rowsComplete;
    }

    /** How many statements or messages were sent in one go, 0 where the call is no batch. */
    public int batchSize() {
        return batchSize;
    }

    public void batchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    /** How many attempts came before this one. */
    public int resendCount() {
        return resendCount;
    }

    public void resendCount(int resendCount) {
        this.resendCount = resendCount;
    }

    /** What this call repeats; {@code null} where it repeats none that failed, or that is not known yet. */
    public @Nullable Retry retry() {
        return retry;
    }

    /** For the recorder, and for instrumentations of libraries that say themselves which attempt it is. */
    public void retry(@Nullable Retry retry) {
        this.retry = retry;
    }

    /** The numeric status that the other side answered, 0 where there is none. */
    public int status() {
        return status;
    }

    public void status(int status) {
        this.status = status;
    }

    /** Whether this operation's context left the process: it has children elsewhere, so its span must be kept. */
    public boolean isPropagated() {
        return propagated;
    }

    public void propagated() {
        propagated = true;
    }

    public Outcome outcome() {
        return outcome;
    }

    public void outcome(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The conventional {@code error.type}: a class name, a status code or SQLSTATE; {@code null} where all went well. */
    public @Nullable String errorType() {
        return errorType;
    }

    public boolean isFailed() {
        return errorType != null;
    }

    /**
     * Whether it failed through the caller's fault: "not found", "exists already" and "no such column" are answers, and the
     * other side is well.
     */
    public boolean isOwnFault() {
        if (errorType == null) {
            return false;
        }
        if (outcome == Outcome.OK) {
            return true;
        }
        if (status >= 400 && status < 500) {
            return status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS;
        }
        return attribute("db.response.status_code") instanceof String state
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
    }

    /** Marks the call as failed without an exception. */
    public void fail(String type, Outcome how) {
        errorType = type;
        outcome = how;
    }

    /** What the call threw; kept only until the unit has been exported, or is known not to be. */
    public @Nullable Throwable error() {
        return error;
    }

    /**
     * Lets go of what the call threw, not of its type. It is an object of the application, and may reach the very request or
     * connection that this operation is remembered with in {@link Associations}: neither would ever be collected.
     */
    public void forgetError() {
        error = null;
    }

    /** Marks the call as failed with what it threw. An error type already set stays, and so does what it says of the other side. */
    public void fail(Throwable thrown) {
        error = thrown;
        if (errorType == null) {
            errorType = thrown.getClass().getName();
            if (outcome == Outcome.OK) {
                outcome = Outcome.REMOTE_ERROR;
            }
        }
    }

    /**
     * Adds an attribute for the span.
     *
     * @param key a conventional attribute name; given once per operation
     * @param value a {@code String}, {@code Long}, {@code Double}, {@code Boolean} or {@code List<String>}; {@code null} adds
     *     nothing
     */
    public void attribute(String key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        Object[] pairs = attributes;
        if (pairs == null) {
            pairs = attributes = new Object[8];
        } else if (attributeCount == pairs.length) {
            pairs = attributes = Arrays.copyOf(pairs, pairs.length * 2);
        }
        pairs[attributeCount] = key;
        pairs[attributeCount + 1] = value;
        attributeCount += 2;
    }

    /** How many keys and values {@link #attributeAt} knows: twice the number of attributes. */
    public int attributeCount() {
        return attributeCount;
    }

    /** Keys at even positions, values at odd ones. */
    public Object attributeAt(int index) {
        Object[] pairs = attributes;
        if (pairs == null || index >= attributeCount) {
            throw new IndexOutOfBoundsException(index);
        }
        return pairs[index];
    }

    /** The value of an attribute, or {@code null}. */
    public @Nullable Object attribute(String key) {
        for (int i = 0; i < attributeCount; i += 2) {
            if (attributeAt(i).equals(key)) {
                return attributeAt(i + 1);
            }
        }
        return null;
    }

    /**
     * Links this operation to another one that caused it and is not its parent. Does nothing once the operation has ended.
     *
     * @param link {@code null} adds nothing
     */
    public void link(@Nullable Link link) {
        if (link == null || isEnded()) {
            return;
        }
        Links known = links;
        if (known == null) {
            known = links = new Links();
        }
        known.add(link);
    }

    /** Takes over links that were collected before the operation began; they are not to be changed any more. */
    public void links(Links links) {
        if (links.total() > 0 && !isEnded()) {
            this.links = links;
        }
    }

    /** What this operation is linked to; {@code null} where it has no links. */
    public @Nullable Links links() {
        return links;
    }

    /** What this operation is counted with; {@code null} until it has ended, and where the unit keeps no group for it. */
    public @Nullable Group group() {
        return group;
    }

    /** The operation recorded before this one in the same unit. Read it only once the unit has ended. */
    public @Nullable Operation previous() {
        return previous;
    }
}
