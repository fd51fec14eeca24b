// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Borrows;
import dev.foreshock.api.CacheMeter;
import dev.foreshock.api.CallSite;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Link;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.PoolMeter;
import dev.foreshock.core.config.IgnoredRoutes;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.CallSites;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.ExportSettings;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;
import dev.foreshock.core.sql.Statements;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records operations and units of work: where an instrumentation's {@link Operation#begin} arrives, and where a finished
 * trace leaves for the exporter.
 *
 * <p>Everything here runs on application threads. Nothing throws, waits or takes a monitor; an error is counted as a drop.
 *
 * <h2>For maintainers</h2>
 *
 * What ends is handed to {@link Endings}; what an operation is called is the matter of {@link NamingRecorder}. The root of a unit
 * resets the thread's cursor at both ends, so that whatever an instrumentation left open cannot reach the next request.
 */
public final class TraceRecorder extends NamingRecorder {
    private final Propagation propagation;
    private final Units units;
    private final boolean yieldsToForeignTracer;
    private final boolean insists;
    private volatile boolean logContextWanted = true;
    private final OpenUnits open;
    private final Endings endings;
    private final IgnoredRoutes ignoredRoutes;
    private final Metrics metrics;
    private final Detection detection;
    private final Exporter exporter;
    private final long flushNanos;
    private final AtomicBoolean clockStarted = new AtomicBoolean();

    public TraceRecorder(Settings settings, Metrics metrics, Detection detection, Exporter exporter) {
        super(new Statements(settings.get(TraceSettings.SQL_REPLACE_DIGITS)));
        String propagating = settings.get(TraceSettings.PROPAGATION);
        this.yieldsToForeignTracer = propagating.equals("auto");
        this.insists = propagating.equals("on");
        this.propagation = new Propagation(settings.get(TraceSettings.PROPAGATORS), !propagating.equals("off"));
        this.units = new Units(
                HeadSampler.named(settings.get(TraceSettings.SAMPLER), settings.get(TraceSettings.SAMPLER_ARGUMENT)),
                propagation);
        this.ignoredRoutes = new IgnoredRoutes(settings);
        this.metrics = metrics;
        this.detection = detection;
        this.exporter = exporter;
        this.flushNanos = settings.get(ExportSettings.SHUTDOWN_TIMEOUT);
        // At most 16 MB, and 2 % of the heap where that is less.
        long bytes = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 50);
        this.open = new OpenUnits(bytes, new Drops(metrics));
        this.endings = new Endings(
                open,
                new TailKeep(settings.get(TraceSettings.TAIL_KEEP), settings.get(TraceSettings.KEEP_PER_SECOND)),
                metrics,
                detection,
                exporter);
    }

    /** Closes the units of threads that have gone quiet; the clock thread calls it every second. */
    void closeIdle() {
        open.closeIdle();
    }

    /** The process ends: every unit under way is closed, so that what it holds can be exported. */
    public void closeAll() {
        open.closeAll();
    }

    /**
     * A tracer of the application's own was found: from here on it alone sets headers, and ids in log events, unless the user
     * wants both.
     *
     * @return whether this changed anything
     */
    public boolean yieldToForeignTracer() {
        boolean yields = yieldsToForeignTracer && propagation.isInjecting();
        if (yields) {
            propagation.stopInjecting();
        }
        logContextWanted = insists;
        return yields;
    }

    @Override
    public @Nullable Operation begin(Cursor cursor, Kind kind) {
        if (cursor.isSuppressed() || cursor.isOpen(kind)) {
            return null;
        }
        try {
            long now = System.nanoTime();
            Operation parent = parent(cursor, now, now);
            if (parent == null) {
                return null;
            }
            LocalTrace unit = parent.unit();
            if (unit.root().kind() == Kind.BACKGROUND) {
                unit.lastActivityNanos(Long.MAX_VALUE);
            }
            Operation operation = new Operation(unit, parent, kind, cursor.nextId(), now);
            unit.begin(operation);
            cursor.enter(operation);
            Borrows borrows = cursor.borrowsIfAny();
            if (borrows != null && borrows.waitNanos() > 0 && (kind == Kind.DATABASE || kind == Kind.CACHE)) {
                borrows.tell(operation);
            }
            if (kind.isCall()) {
                operation.attribute("foreshock.cache.name", cursor.loadingCache());
            }
            return operation;
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("begin_failed", 1);
            return null;
        }
    }

    /**
     * What a call of this thread is part of.
     *
     * @param beganNanos when the call began: a background unit that it begins is no younger
     * @return {@code null} for threads of which nothing is recorded
     */
    private @Nullable Operation parent(Cursor cursor, long now, long beganNanos) {
        Operation parent = cursor.current();
        if (parent == null) {
            return ForeignThreads.contains(Thread.currentThread()) ? null : beginBackground(cursor, null, beganNanos);
        }
        if (parent.unit().isEnded()) {
            // The request has been answered and its task goes on: the rest is a unit of its own in the same trace.
            // A background unit that was closed for idleness goes on in nothing, nor does a thread that was kept.
            boolean goesOn = parent.unit().root().kind() != Kind.BACKGROUND && !cursor.isLeftOver();
            return beginBackground(cursor, goesOn ? parent : null, beganNanos);
        }
        if (parent.kind() == Kind.BACKGROUND && Units.isOver(parent, now)) {
            parent.end(null);
            return beginBackground(cursor, null, beganNanos);
        }
        return parent;
    }

    @Override
    public void poolTimedOut(Cursor cursor, String poolName, long beganNanos, Throwable thrown) {
        if (cursor.isSuppressed()) {
            return;
        }
        try {
            long now = System.nanoTime();
            Operation parent = parent(cursor, now, beganNanos);
            if (parent == null) {
                return;
            }
            LocalTrace unit = parent.unit();
            Operation operation = new Operation(unit, parent, Kind.INTERNAL, cursor.nextId(), beganNanos);
            operation.name("wait for connection");
            operation.attribute("db.client.connection.pool.name", poolName);
            operation.attribute("foreshock.pool.wait_seconds", (now - beganNanos) / 1e9);
            operation.outcome(Outcome.LOCAL_REJECT);
            unit.addPoolWait(now - beganNanos);
            end(operation, thrown);
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("begin_failed", 1);
        }
    }

    /** The clock is started by the first unit of work, so that a program without any pays for no thread. */
    private void startClock() {
        if (!clockStarted.get() && clockStarted.compareAndSet(false, true)) {
            detection.everySecond(new EverySecond(units, this));
            detection.running(open);
            detection.start();
        }
    }

    private Operation beginBackground(Cursor cursor, @Nullable Operation continued, long now) {
        startClock();
        LocalTrace unit = continued == null ? units.background(cursor, now) : units.after(cursor, continued, now);
        open.add(unit, unit.traceIdLow());
        cursor.reset();
        cursor.enter(unit.root());
        return unit.root();
    }

    @Override
    public @Nullable Operation beginUnit(Kind kind, Function<String, @Nullable String> headers) {
        Cursor cursor = Cursor.get();
        if (cursor.isSuppressed()) {
            return null;
        }
        Operation open = cursor.openUnit();
        if (open != null && !open.unit().isOpenEnded()) {
            return null;
        }
        try {
            if (open != null) {
                endings.openEnded(open, kind);
            }
            startClock();
            cursor.reset();
            cursor.forgetBorrows();
            LocalTrace unit = units.called(cursor, kind, headers, System.nanoTime());
            this.open.add(unit, cursor.nextId());
            cursor.enter(unit.root());
            return unit.root();
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("begin_failed", 1);
            return null;
        }
    }

    @Override
    public List<String> contextHeaders() {
        return propagation.headers();
    }

    @Override
    public @Nullable Link link(Function<String, @Nullable String> headers) {
        try {
            TraceContext context = propagation.extract(headers);
            return context == null ? null : context.link();
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("link_failed", 1);
            return null;
        }
    }

    @Override
    public void end(Operation operation, @Nullable Throwable thrown) {
        long now = System.nanoTime();
        if (!operation.close(now)) {
            return;
        }
        try {
            if (thrown != null) {
                operation.fail(thrown);
            }
            LocalTrace unit = operation.unit();
            if (operation == unit.root()) {
                endings.unit(unit, now);
            } else {
                Cursor.get().leave(operation);
                if (unit.root().kind() == Kind.BACKGROUND) {
                    unit.lastActivityNanos(now);
                }
                endings.operation(operation);
            }
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("end_failed", 1);
        }
    }

    @Override
    public void cancel(Operation operation) {
        long now = System.nanoTime();
        operation.close(now);
        Cursor.get().leave(operation);
        LocalTrace unit = operation.unit();
        if (unit.root().kind() == Kind.BACKGROUND) {
            unit.lastActivityNanos(now);
        }
    }

    @Override
    public void detached(Operation operation) {
        LocalTrace unit = operation.unit();
        Group group;
        int call = 0;
        unit.lock();
        try {
            group = unit.known(operation);
            if (group != null && group.count() >= 2) {
                // Calls at the same time have not been counted when they begin.
                call = group.callSite() == null ? 3 : group.count() + 1;
            }
        } finally {
            unit.unlock();
        }
        if (group != null && call > 0) {
            detection.called(unit, group, call);
        }
    }

    @Override
    public void inject(
            Operation operation, Function<String, @Nullable String> present, BiConsumer<String, String> headers) {
        try {
            if (operation.unit().hasFailedCalls()) {
                RetryState.recognise(operation, present);
            }
            propagation.inject(operation, present, headers);
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("inject_failed", 1);
        }
    }

    @Override
    public PoolMeter poolMeter(String poolName) {
        return metrics.pool(poolName);
    }

    @Override
    public @Nullable CallSite callSite() {
        return CallSites.here();
    }

    @Override
    public CacheMeter cacheMeter(String cacheName) {
        return metrics.cache(cacheName);
    }

    @Override
    public void dropped(String reason) {
        metrics.dropped(reason, 1);
    }

    @Override
    public boolean isIgnoredRoute(String pathOrRoute) {
        return ignoredRoutes.contains(pathOrRoute);
    }

    @Override
    public boolean isLogContextWanted() {
        return logContextWanted;
    }

    @Override
    public void flush() {
        exporter.flush(flushNanos);
    }

    @Override
    protected long seed() {
        return Seeds.next();
    }

    private static final class Drops implements Consumer<String> {
        private final Metrics metrics;

        Drops(Metrics metrics) {
            this.metrics = metrics;
        }

        @Override
        public void accept(String reason) {
            metrics.dropped(reason, 1);
        }
    }
}
