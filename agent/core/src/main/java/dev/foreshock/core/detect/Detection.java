// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.Announcement;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Detection as the rest of the agent sees it: told what happens in units of work, it raises findings and announces them.
 *
 * <p>Threading: {@link #counted} and {@link #unitEnded} are called on application threads, never under the unit's guard.
 * Nothing here throws, blocks, or keeps a unit of work alive. Lines for people are printed on the clock thread.
 */
public final class Detection {
    private static final int SECONDS_PER_TICK = 10;

    private final Settings settings;
    private final Lines lines;
    private final Outlet outlet;
    private final Time time;
    private final Clock clock = new Clock();
    private final AtomicReference<@Nullable Rules> rules = new AtomicReference<>();
    private final long startNanos;
    private volatile @Nullable UnitsUnderWay unitsUnderWay;

    /**
     * Creating one loads next to nothing: rules and tables are built when the clock starts, or when the first unit ends.
     *
     * @param stderrLine takes one line for each finding that opens
     */
    public Detection(Settings settings, Exporter exporter, Metrics metrics, Consumer<String> stderrLine) {
        this(settings, exporter, metrics, stderrLine, () -> 0);
    }

    /**
     * The same in a process that is woven.
     *
     * @param weavingNanos how long weaving has held up threads of the application so far
     */
    public Detection(
            Settings settings,
            Exporter exporter,
            Metrics metrics,
            Consumer<String> stderrLine,
            LongSupplier weavingNanos) {
        this.settings = settings;
        this.lines = new Lines(stderrLine);
        this.time = new Time(weavingNanos);
        this.startNanos = time.nanos();
        Wired wired = new Wired(exporter, metrics, lines);
        this.outlet = wired;
        metrics.beforeFirstCollection(wired);
        clock.everySecond(new Turn());
    }

    /** With another way out and another time; for tests. */
    Detection(Settings settings, Outlet outlet, Time time) {
        this.settings = settings;
        this.lines = new Lines(outlet::line);
        this.outlet = outlet;
        this.time = time;
        this.startNanos = time.nanos();
        clock.everySecond(new Turn());
    }

    /**
     * The calls of a group have become {@code count}. To be called on the thread that makes the call, while its stack shows
     * where it comes from, and without holding the unit's guard.
     */
    public void called(LocalTrace unit, Group group, int count) {
        try {
            rules().called(unit, group, count);
        } catch (Throwable thrown) {
            outlet.dropped("detector_failed", 1);
        }
    }

    /** The count of a group has become 50, 500 or 5,000. To be called without holding the unit's guard. */
    public void counted(LocalTrace unit, Group group, int count) {
        try {
            rules().counted(unit, group, count);
        } catch (Throwable thrown) {
            outlet.dropped("detector_failed", 1);
        }
    }

    /** Where to ask for the calls that have not ended. To be called before {@link #start}. */
    public void running(UnitsUnderWay units) {
        unitsUnderWay = units;
    }

    /** A call has ended, sampled or not. Hot: it costs some tens of nanoseconds and no allocation. */
    public void ended(Operation operation) {
        try {
            rules().ended(operation);
        } catch (Throwable thrown) {
            outlet.dropped("detector_failed", 1);
        }
    }

    /**
     * The unit is frozen, and it is not decided yet whether it is kept: findings raised here flag it. To be called without
     * holding its guard.
     */
    public void unitEnded(LocalTrace unit) {
        try {
            rules().unitEnded(unit);
        } catch (Throwable thrown) {
            outlet.dropped("detector_failed", 1);
        }
    }

    private Rules rules() {
        Rules built = rules.get();
        if (built != null) {
            return built;
        }
        rules.compareAndSet(null, new Rules(settings, outlet, time, startNanos));
        return Objects.requireNonNull(rules.get());
    }

    /** Starts the clock thread. */
    public void start() {
        clock.start();
    }

    /** Runs the task on the clock thread once a second. What it throws is swallowed. */
    public void everySecond(Runnable task) {
        clock.everySecond(task);
    }

    /** Announces and prints what still waits; to be called when the process ends. */
    public void flush() {
        Rules built = rules.get();
        if (built != null) {
            built.drain();
        }
        lines.print();
    }

    /** One turn of the clock; for tests. */
    void second() {
        clock.second();
    }

    /** What the clock does for detection. */
    private final class Turn implements Runnable {
        private int seconds;

        @Override
        public void run() {
            Rules built = rules();
            UnitsUnderWay units = unitsUnderWay;
            if (seconds == 0 && units != null) {
                built.units(units);
            }
            if (seconds > 0) {
                // Not at once: the first unit of work has only just begun, and may need the CPU more.
                built.second(time.nanos());
            }
            if (++seconds % SECONDS_PER_TICK == 0) {
                built.tick(time.nanos());
            } else {
                built.drain();
            }
            lines.print();
        }
    }

    /** The way out into exporter, metrics and stderr. */
    private static final class Wired implements Outlet, Runnable {
        private final Exporter exporter;
        private final Metrics metrics;
        private final Lines lines;

        Wired(Exporter exporter, Metrics metrics, Lines lines) {
            this.exporter = exporter;
            this.metrics = metrics;
            this.lines = lines;
        }

        /** Has every type of finding exported as 0, so that the first one is a rise. */
        @Override
        public void run() {
            for (String type : FindingType.ALL) {
                metrics.declareFinding(type);
            }
        }

        @Override
        public void announce(Announcement announcement) {
            exporter.announce(announcement);
        }

        @Override
        public void found(String type, Severity severity) {
            metrics.found(type, severity);
        }

        @Override
        public void open(String type, Severity severity, int change) {
            metrics.open(type, severity, change);
        }

        @Override
        public void wasted(String type, long nanos) {
            metrics.wasted(type, nanos);
        }

        @Override
        public void retried(String dependency, long count) {
            metrics.retried(dependency, count);
        }

        @Override
        public void coldStart(String kind, long nanos) {
            metrics.coldStart(kind, nanos);
        }

        @Override
        public void dropped(String reason, long count) {
            metrics.detectorDropped(reason, count);
        }

        @Override
        public void line(String text) {
            if (!lines.add(text)) {
                metrics.detectorDropped("lines_full", 1);
            }
        }
    }
}
