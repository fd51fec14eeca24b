// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Detector;
import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** The detectors that are on, and what they share. A new detector is one more line in {@link #all}. */
final class Rules {
    private final Detector[] detectors;
    private final boolean[] failed;
    private final FindingRegister register;
    private final CallSites callSites = new CallSites();
    private final Outlet outlet;
    private final Watch watch;

    /**
     * @param startNanos when the process started, more or less
     */
    Rules(Settings settings, Outlet outlet, Time time, long startNanos) {
        this.watch = new Watch(settings, outlet, time, startNanos);
        Switches switches = new Switches(settings);
        List<Detector> on = new ArrayList<>();
        List<String> names = new ArrayList<>(FindingType.ALL);
        for (Detector detector : all(settings, time, watch, outlet)) {
            names.add(detector.name());
            if (!switches.disables(detector.name())) {
                on.add(detector);
            }
        }
        this.detectors = on.toArray(new Detector[0]);
        this.failed = new boolean[detectors.length];
        this.outlet = outlet;
        this.register =
                new FindingRegister(switches, new Lifecycle(settings, outlet, time, watch.causes), outlet, time);
        for (String unknown : switches.unknown(names)) {
            outlet.line("No detector is called " + unknown + "; there are " + String.join(", ", names));
        }
    }

    /** In the order in which they run: the query budget asks what others have found. */
    private static List<Detector> all(Settings settings, Time time, Watch watch, Outlet outlet) {
        return List.of(
                new RepeatedCalls(settings, time, watch.storms),
                new SlowCalls(settings, time, watch),
                new QueryBudget(settings),
                new SlowDependencies(settings, watch),
                new FailingDependencies(settings, watch),
                new RetryStorms(settings, watch, outlet),
                new RedeliveryStorms(settings, watch, outlet, time),
                new HangingCalls(settings, watch),
                new WorkerSaturation(settings, watch),
                new ColdStarts(settings, watch, outlet, time));
    }

    void units(UnitsUnderWay underWay) {
        watch.units(underWay);
    }

    /** A call has ended. */
    void ended(Operation operation) {
        watch.dependencies.record(operation);
    }

    void second(long nowNanos) {
        watch.second(nowNanos);
    }

    void called(LocalTrace unit, Group group, int count) {
        if (count == 3 || count == 10 || count % 1_000 == 0) {
            callSites.look(unit, group, count);
        }
    }

    void counted(LocalTrace unit, Group group, int count) {
        if (count == 50 || count == 500 || count == 5_000) {
            unit.lock();
            try {
                for (int i = 0; i < detectors.length && !unit.isEnded(); i++) {
                    progressed(i, unit, group);
                }
            } finally {
                unit.unlock();
            }
        }
    }

    private void progressed(int i, LocalTrace unit, Group group) {
        try {
            detectors[i].unitProgressed(unit, group, register);
        } catch (Throwable thrown) {
            failed(i, thrown);
        }
    }

    void unitEnded(LocalTrace unit) {
        watch.warmth.unitEnded();
        watch.unitSeen(unit);
        for (int i = 0; i < detectors.length; i++) {
            try {
                detectors[i].unitEnded(unit, register);
            } catch (Throwable thrown) {
                failed(i, thrown);
            }
        }
    }

    void tick(long nowNanos) {
        watch.beginTick(nowNanos);
        for (int i = 0; i < detectors.length; i++) {
            try {
                detectors[i].tick(nowNanos, register);
            } catch (Throwable thrown) {
                failed(i, thrown);
            }
        }
        watch.endTick();
        register.tick(nowNanos);
    }

    void drain() {
        register.drain();
    }

    /** The other detectors go on, and so does this one with the next unit; it is named once. */
    private void failed(int i, Throwable thrown) {
        outlet.dropped("detector_failed", 1);
        if (!failed[i]) {
            failed[i] = true;
            outlet.line("Detector " + detectors[i].name() + " failed: " + thrown);
        }
    }
}
