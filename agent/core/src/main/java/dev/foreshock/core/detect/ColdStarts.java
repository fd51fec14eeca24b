// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Settings;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to begin: the first unit of work of a process, and the first request after idleness.
 *
 * <p>Always measured, since every process starts cold and that alone is no finding. One is raised where a function takes a
 * second from its start to the end of its first invocation; where the first request after idleness is slow for the second time;
 * and by {@link Readiness}. State: the durations of the last requests, with the hash of their name.
 */
final class ColdStarts implements Detector {
    private static final String OF_PROCESS = "process";
    private static final String AFTER_IDLE = "idle";
    /** Of the units that are as cold as the first one. */
    private static final int MAX_DESCRIBED = 64;

    private static final int LIKE_ENOUGH = 5;

    private final Watch watch;
    private final Outlet outlet;
    private final Time time;
    private final Readiness readiness;
    private final Live<Double> ratio;
    private final Live<Long> minNanos;
    private final Live<Long> idleNanos;
    private final long[] names;
    private final long[] durations;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicInteger described = new AtomicInteger();
    private final AtomicInteger slowAfterIdle = new AtomicInteger();
    private volatile boolean seenRequest;
    private volatile long lastEndNanos;
    /** Units that began before this are as cold as the first one. */
    private volatile long coldUntilNanos;

    private volatile String coldKind = OF_PROCESS;
    /** Up to the end of the last request. */
    private volatile Handshakes handshakesBefore = Handshakes.NONE;
    /** Those that do not belong to what is cold now. */
    private volatile Handshakes handshakesWarm = Handshakes.NONE;

    ColdStarts(Settings settings, Watch watch, Outlet outlet, Time time) {
        this.watch = watch;
        this.outlet = outlet;
        this.time = time;
        this.readiness = new Readiness(settings);
        ratio = settings.live(DependencySettings.COLDSTART_RATIO);
        minNanos = settings.live(DependencySettings.COLDSTART_MIN_MS);
        idleNanos = settings.live(DependencySettings.COLDSTART_IDLE_SECONDS);
        int kept = settings.get(DependencySettings.COLDSTART_TRACK_UNITS);
        names = new long[kept];
        durations = new long[kept];
    }

    @Override
    public String name() {
        return "cold_starts";
    }

    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        Operation root = unit.root();
        if (root.kind() == Kind.BACKGROUND) {
            return;
        }
        if (!begun.get() && begun.compareAndSet(false, true)) {
            first(unit, findings);
        } else if (coldUntilNanos - root.startNanos() > 0 && described.get() < MAX_DESCRIBED) {
            described.incrementAndGet();
            breakdown(unit, coldKind).describe(root, coldKind);
        }
        if (root.kind() == Kind.REQUEST) {
            request(unit, findings);
        }
    }

    private ColdBreakdown breakdown(LocalTrace unit, String kind) {
        return ColdBreakdown.of(
                unit, watch, kind.equals(OF_PROCESS), watch.handshakes().since(handshakesWarm));
    }

    private void first(LocalTrace unit, Findings findings) {
        Operation root = unit.root();
        coldUntilNanos = root.endNanos();
        ColdBreakdown breakdown = breakdown(unit, OF_PROCESS);
        breakdown.describe(root, OF_PROCESS);
        long nanos = root.durationNanos();
        boolean function = root.attribute("faas.trigger") != null || root.attribute("faas.invocation_id") != null;
        long initNanos = function ? FunctionInit.nanos(root, watch.warmth.startNanos(), time) : 0;
        outlet.coldStart(OF_PROCESS, nanos + initNanos);
        if (function && nanos + initNanos >= minNanos.get()) {
            raise(
                    FindingType.COLD_START,
                    unit,
                    nanos + initNanos,
                    ColdStartMessages.function(unit, initNanos, breakdown),
                    ColdStartMessages.functionSuggestion(initNanos),
                    findings);
        }
    }

    private void request(LocalTrace unit, Findings findings) {
        Operation root = unit.root();
        long nanos = root.durationNanos();
        long before = lastEndNanos;
        boolean idle = seenRequest && root.startNanos() - before >= idleNanos.get();
        if (!seenRequest || root.endNanos() - before > 0) {
            lastEndNanos = root.endNanos();
            seenRequest = true;
        }
        readiness.add(root);
        if (idle) {
            handshakesWarm = handshakesBefore;
            coldKind = AFTER_IDLE;
            described.set(0);
            coldUntilNanos = root.endNanos();
            watch.warmth.chill(root.startNanos());
            afterIdle(unit, root.startNanos() - before, findings);
        } else {
            int at = Math.floorMod(requests.getAndIncrement(), names.length);
            names[at] = nameHash(unit);
            durations[at] = nanos;
        }
        if (watch.handshakes().count() != handshakesBefore.count()) {
            handshakesBefore = watch.handshakes();
        }
    }

    private void afterIdle(LocalTrace unit, long idleFor, Findings findings) {
        Operation root = unit.root();
        long nanos = root.durationNanos();
        outlet.coldStart(AFTER_IDLE, nanos);
        ColdBreakdown breakdown = breakdown(unit, AFTER_IDLE);
        breakdown.describe(root, AFTER_IDLE);
        long usual = median(nameHash(unit));
        if (usual == 0 || nanos < ratio.get() * usual || nanos < usual + minNanos.get()) {
            return;
        }
        Finding finding = finding(
                FindingType.COLD_AFTER_IDLE,
                unit,
                nanos - usual,
                ColdStartMessages.afterIdle(unit, idleFor, usual, breakdown),
                ColdStartMessages.afterIdleSuggestion(breakdown));
        if (slowAfterIdle.incrementAndGet() >= 2) {
            findings.raise(finding);
        } else {
            unit.flag(finding);
        }
    }

    /** Without making the name. */
    private static long nameHash(LocalTrace unit) {
        String method = unit.method();
        String route = unit.route();
        return (method == null ? 0 : method.hashCode()) * 31L + (route == null ? 0 : route.hashCode());
    }

    /** Of the latest requests of this name; 0 where there are too few. */
    private long median(long name) {
        long[] like = new long[names.length];
        int count = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name && durations[i] > 0) {
                like[count++] = durations[i];
            }
        }
        if (count < LIKE_ENOUGH) {
            return 0;
        }
        Arrays.sort(like, 0, count);
        return like[count / 2];
    }

    private static void raise(
            String type, LocalTrace unit, long wasted, String message, String suggestion, Findings findings) {
        findings.raise(finding(type, unit, wasted, message, suggestion));
    }

    private static Finding finding(String type, LocalTrace unit, long wasted, String message, String suggestion) {
        String unitName = unit.name();
        return new Finding(
                type,
                Severity.WARNING,
                Confidence.HIGH,
                unitName,
                unitName,
                null,
                null,
                null,
                1,
                wasted,
                unit.root().durationNanos(),
                1,
                message,
                suggestion,
                unit.root(),
                Finding.id(type, unitName, null, null, null));
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        @Nullable Finding early = readiness.judge(nowNanos);
        if (early != null) {
            findings.raise(early);
        }
    }
}
