// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.core.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the rules about dependencies share: what is known of each, which calls are under way, whether this process is warm, and
 * how long it stood still.
 *
 * <p>{@link #dependencies}, {@link #warmth}, {@link #samples}, {@link #storms} and {@link #causes} are for any thread, all else is for the clock thread. Before the rules run every
 * ten seconds {@link #beginTick} takes the figures, and {@link #endTick} lets go of them afterwards.
 */
final class Watch implements Consumer<LocalTrace> {
    /** Enough for every thread of a large server, and no more work than that for the clock. */
    static final int MAX_RUNNING = 4_096;

    private static final long MINUTE = 60 * Clock.SECOND;
    /** The tick that ends a minute may be a little early, since the clock's turns are never exact. */
    private static final long SLACK = 5 * Clock.SECOND;

    final Dependencies dependencies;
    final Warmth warmth;
    final Pauses pauses;
    final JvmSamples samples = new JvmSamples();
    final OpenStorms storms = new OpenStorms();
    final Causes causes = new Causes();
    private final Time time;
    private final WaitsOnPurpose waitsOnPurpose;
    private final Operation[] scratch = new Operation[LocalTrace.MAX_RUNNING];
    private volatile @Nullable UnitsUnderWay units;
    private volatile boolean serving;
    private List<Dependency> all = List.of();
    private final List<RunningCall> running = new ArrayList<>();
    private final List<LocalTrace> requests = new ArrayList<>();
    private long nowNanos;
    private long minuteStartNanos;
    private boolean started;
    private boolean minuteOver;
    private boolean minuteUsable;

    /**
     * @param startNanos when the process started, more or less
     */
    Watch(Settings settings, Outlet outlet, Time time, long startNanos) {
        this.time = time;
        waitsOnPurpose = new WaitsOnPurpose(settings);
        dependencies = new Dependencies(waitsOnPurpose.negate(), outlet, time);
        warmth = new Warmth(settings, startNanos);
        pauses = new Pauses(time);
    }

    /** How long weaving has held up threads of the application so far. */
    long weavingNanos() {
        return time.weavingNanos();
    }

    /** TLS handshakes of the application's clients so far. */
    Handshakes handshakes() {
        return time.handshakes();
    }

    void units(UnitsUnderWay underWay) {
        units = underWay;
    }

    void second(long now) {
        UnitsUnderWay underWay = units;
        if (!serving && underWay != null) {
            underWay.forEach(this::unitSeen);
        }
        pauses.second(now, serving);
        if (serving) {
            samples.second(now, time);
        }
    }

    /** A program that serves nothing is not made to load the JVM's management classes. */
    void unitSeen(LocalTrace unit) {
        if (!serving && unit.root().kind() != Kind.BACKGROUND) {
            serving = true;
        }
    }

    void beginTick(long now) {
        nowNanos = now;
        if (!started) {
            started = true;
            minuteStartNanos = now;
        }
        long elapsed = now - minuteStartNanos;
        minuteOver = elapsed >= MINUTE - SLACK;
        minuteUsable = minuteOver && elapsed <= MINUTE + 3 * SLACK;
        all = dependencies.tick(now);
        running.clear();
        requests.clear();
        causes.beginTick();
        UnitsUnderWay underWay = units;
        if (underWay != null) {
            underWay.forEach(this);
        }
    }

    @Override
    public void accept(LocalTrace unit) {
        if (unit.root().kind() == Kind.REQUEST && requests.size() < MAX_RUNNING) {
            requests.add(unit);
        }
        int count = unit.running(scratch);
        for (int i = 0; i < count; i++) {
            Operation operation = scratch[i];
            scratch[i] = null;
            if (operation != null && operation.kind().isCall() && running.size() < MAX_RUNNING) {
                add(operation);
            }
        }
    }

    private void add(Operation operation) {
        Shape shape = operation.shape();
        if (shape != null && shape.is(Shape.BLOCKING)) {
            return;
        }
        Dependency dependency = dependencies.find(operation);
        boolean judged = dependency == null ? !waitsOnPurpose.test(operation) : dependency.isJudged();
        if (judged) {
            running.add(new RunningCall(operation, dependency, ageNanos(operation)));
        }
    }

    /** How long it has been under way, less what this process itself stood still. */
    long ageNanos(Operation operation) {
        return Math.max(0, nowNanos - operation.startNanos() - pauses.tickNanos());
    }

    void endTick() {
        if (minuteOver) {
            for (Dependency dependency : all) {
                dependency.endMinute();
            }
            pauses.beginMinute();
            minuteStartNanos = nowNanos;
        }
        pauses.beginTick();
        causes.endTick(nowNanos);
        running.clear();
        requests.clear();
        all = List.of();
    }

    List<Dependency> all() {
        return all;
    }

    List<RunningCall> running() {
        return running;
    }

    /** Requests under way, as far as they are not too many. */
    List<LocalTrace> requests() {
        return requests;
    }

    /** Whether a minute ends with this tick. */
    boolean isMinuteOver() {
        return minuteOver;
    }

    /** Whether its figures are those of a minute, and not of a night in which the machine slept. */
    boolean isMinuteUsable() {
        return minuteUsable;
    }
}
