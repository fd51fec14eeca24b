// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Borrows;
import dev.foreshock.api.CacheMeter;
import dev.foreshock.api.CacheUse;
import dev.foreshock.api.CallSite;
import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Destination;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Link;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.PoolMeter;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Retry;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.IgnoredRoutes;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.CallSites;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.ExportSettings;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.http.Destinations;
import dev.foreshock.core.messaging.MessageDestinations;
import dev.foreshock.core.metrics.Metrics;
import dev.foreshock.core.redis.Commands;
import dev.foreshock.core.sql.Statements;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records operations and units of work: where an instrumentation's {@link Operation#begin} arrives, and where a finished
 * trace leaves for the exporter.
 *
 * <p>Everything here runs on application threads. Nothing throws, waits or takes a monitor; an error is counted as a drop.
 *
 * <h2>For maintainers</h2>
 *
 * A unit ends in two steps. {@link LocalTrace#freeze} makes it immutable, so that detectors can read it without its guard;
 * {@link LocalTrace#decide} says whether it is kept. Operations that end in between wait in the unit and follow the
 * decision, later ones are offered to the exporter one by one. The root of a unit resets the thread's cursor at both ends,
 * so that whatever an instrumentation left open cannot reach the next request.
 */
public final class TraceRecorder extends Recorder {
    private final Propagation propagation;
    private final Units units;
    private final Statements statements;
    private final KnownShapes shapes = new KnownShapes();
    private final boolean yieldsToForeignTracer;
    private final boolean insists;
    private volatile boolean logContextWanted = true;
    private final TailKeep tailKeep;
    private final OpenUnits open;
    private final IgnoredRoutes ignoredRoutes;
    private final Metrics metrics;
    private final Detection detection;
    private final Exporter exporter;
    private final long flushNanos;
    private final AtomicBoolean clockStarted = new AtomicBoolean();

    public TraceRecorder(Settings settings, Metrics metrics, Detection detection, Exporter exporter) {
        String propagating = settings.get(TraceSettings.PROPAGATION);
        this.yieldsToForeignTracer = propagating.equals("auto");
        this.insists = propagating.equals("on");
        this.propagation = new Propagation(settings.get(TraceSettings.PROPAGATORS), !propagating.equals("off"));
        this.units = new Units(
                HeadSampler.named(settings.get(TraceSettings.SAMPLER), settings.get(TraceSettings.SAMPLER_ARGUMENT)),
                propagation);
        this.statements = new Statements(settings.get(TraceSettings.SQL_REPLACE_DIGITS));
        this.tailKeep =
                new TailKeep(settings.get(TraceSettings.TAIL_KEEP), settings.get(TraceSettings.KEEP_PER_SECOND));
        this.ignoredRoutes = new IgnoredRoutes(settings);
        this.metrics = metrics;
        this.detection = detection;
        this.exporter = exporter;
        this.flushNanos = settings.get(ExportSettings.SHUTDOWN_TIMEOUT);
        // At most 16 MB, and 2 % of the heap where that is less.
        long bytes = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 50);
        this.open = new OpenUnits(bytes, new Drops(metrics));
    }

    /** Closes the background units of threads that have gone quiet; the clock thread calls it every second. */
    void closeIdle() {
        long now = System.nanoTime();
        open.forEachIdle(now, Units.IDLE_NANOS, new RootCloser());
    }

    /** The process ends: every unit under way is closed, so that what it holds can be exported. */
    public void closeAll() {
        open.forEach(new RootCloser());
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
            detection.everySecond(new EverySecond(this));
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
                endOpenEnded(open, kind);
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

    /**
     * A framework asks for messages in a loop, too, and hands them on one by one: where the loop has done nothing itself, the unit
     * of the messages that it got is none.
     */
    private void endOpenEnded(Operation root, Kind next) {
        LocalTrace unit = root.unit();
        if (next != Kind.MESSAGE || unit.recorded() > 0) {
            root.end(null);
        } else if (root.close(System.nanoTime()) && unit.freeze()) {
            leaveUnit(unit);
            open.remove(unit);
            unit.decide(false);
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
                leaveUnit(unit);
                endUnit(unit, now);
            } else {
                Cursor.get().leave(operation);
                if (unit.root().kind() == Kind.BACKGROUND) {
                    unit.lastActivityNanos(now);
                }
                if (operation.kind() == Kind.CONNECT) {
                    connected(operation);
                }
                count(operation);
            }
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("end_failed", 1);
        }
    }

    /** Which pool the connection is for, where it is for one. */
    private static void connected(Operation operation) {
        Borrows borrows = Cursor.get().borrowsIfAny();
        if (borrows == null || operation.isDetached()) {
            return;
        }
        borrows.connected(operation.durationNanos());
        ConnectionPool pool = borrows.connectingFor();
        if (pool != null) {
            pool.connected(operation.target());
            operation.attribute("db.client.connection.pool.name", pool.name());
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

    private static void leaveUnit(LocalTrace unit) {
        Cursor cursor = Cursor.get();
        Operation current = cursor.current();
        if (current != null && current.unit() == unit) {
            cursor.reset();
        }
    }

    private void count(Operation operation) {
        metrics.ended(operation);
        LocalTrace unit = operation.unit();
        Group group = null;
        int count = 0;
        boolean late = false;
        unit.lock();
        try {
            if (unit.isEnded()) {
                late = true;
            } else {
                boolean keep = open.keep(unit);
                group = unit.add(operation, keep);
                count = group == null ? 0 : group.count();
            }
        } finally {
            unit.unlock();
        }
        // Only now is it known whether it was a retry.
        detection.ended(operation);
        if (late) {
            if (!unit.defer(operation) && unit.isKept()) {
                exporter.offerLate(operation);
            }
        } else if (group != null && isWorthALook(count)) {
            if (!operation.isDetached()) {
                detection.called(unit, group, count);
            }
            detection.counted(unit, group, count);
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

    private static boolean isWorthALook(int count) {
        return count == 3 || count == 10 || count == 50 || count == 500 || count == 5_000 || count % 1_000 == 0;
    }

    private void endUnit(LocalTrace unit, long now) {
        if (!unit.freeze()) {
            return;
        }
        open.remove(unit);
        boolean keep = false;
        try {
            boolean empty = unit.root().kind() == Kind.BACKGROUND && unit.recorded() == 0;
            if (!empty) {
                if (unit.poolWaitNanos() > 0) {
                    unit.root().attribute("foreshock.pool.wait_seconds", unit.poolWaitNanos() / 1e9);
                }
                describeCaches(unit);
                metrics.unitEnded(unit);
                detection.unitEnded(unit);
                keep = keep(unit, now);
            }
        } finally {
            for (Operation waiting : unit.decide(keep)) {
                if (keep) {
                    exporter.offerLate(waiting);
                }
            }
        }
        if (keep) {
            exporter.offer(unit);
        }
    }

    private static void describeCaches(LocalTrace unit) {
        CacheUse use = unit.cacheUseIfAny();
        if (use == null) {
            return;
        }
        use.end();
        Operation root = unit.root();
        root.attribute("foreshock.cache.hits", (long) use.hits());
        root.attribute("foreshock.cache.misses", (long) use.misses());
        if (use.loadCount() > 0) {
            root.attribute("foreshock.cache.loads", (long) use.loadCount());
            root.attribute("foreshock.cache.load_seconds", use.loadNanos() / 1e9);
            if (use.mostAtOnce() > 1) {
                root.attribute("foreshock.cache.concurrent_loads", (long) use.mostAtOnce());
            }
        }
    }

    private boolean keep(LocalTrace unit, long now) {
        String reason = tailKeep.reason(unit, now);
        if (reason == null) {
            return false;
        }
        metrics.traceKept(reason);
        unit.root().attribute("foreshock.keep.reason", reason);
        return true;
    }

    @Override
    public void inject(
            Operation operation, Function<String, @Nullable String> present, BiConsumer<String, String> headers) {
        try {
            if (operation.unit().hasFailedCalls()) {
                recogniseRetry(operation, present);
            }
            propagation.inject(operation, present, headers);
        } catch (RuntimeException | LinkageError e) {
            metrics.dropped("inject_failed", 1);
        }
    }

    /** Before the headers are written, since they carry it. */
    private static void recogniseRetry(Operation operation, Function<String, @Nullable String> present) {
        LocalTrace unit = operation.unit();
        unit.lock();
        try {
            unit.recogniseRetry(operation);
        } finally {
            unit.unlock();
        }
        Retry retry = operation.retry();
        if (retry != null && (present.apply("idempotency-key") != null || present.apply("amz-sdk-request") != null)) {
            operation.retry(retry.withIdempotencyKey());
        }
    }

    @Override
    public Shape sql(String text, @Nullable Target target) {
        return statements.shape(text, target);
    }

    @Override
    public Shape command(String name, CommandArguments arguments) {
        return Redis.COMMANDS.shape(name, arguments);
    }

    @Override
    public Shape commands(boolean transaction, @Nullable Shape each, int size) {
        return Redis.COMMANDS.several(transaction, each, size);
    }

    @Override
    public Shape message(String destination) {
        return Messaging.DESTINATIONS.shape(destination);
    }

    @Override
    public Shape shape(long hash, Supplier<Shape> words) {
        return shapes.find(hash, words);
    }

    @Override
    public Destination destination(
            String method,
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String template) {
        return Http.DESTINATIONS.find(method, scheme, host, port, path, query, template);
    }

    @Override
    public @Nullable Target jdbcTarget(String url) {
        return statements.target(url);
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

    /** Loaded with the first outbound request. */
    private static final class Http {
        static final Destinations DESTINATIONS = new Destinations();
    }

    /** Loaded with the first Redis command. */
    private static final class Redis {
        static final Commands COMMANDS = new Commands();
    }

    /** Loaded with the first message. */
    private static final class Messaging {
        static final MessageDestinations DESTINATIONS = new MessageDestinations();
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

    private static final class EverySecond implements Runnable {
        private final TraceRecorder recorder;

        EverySecond(TraceRecorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void run() {
            recorder.units.synchronizeClock();
            recorder.closeIdle();
            Associations.purge();
            ConnectionPools.tidy();
        }
    }

    private static final class RootCloser implements Consumer<LocalTrace> {
        @Override
        public void accept(LocalTrace unit) {
            unit.root().end(null);
        }
    }
}
