// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.Announcement;
import dev.foreshock.core.export.Announcement.State;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The life of findings: pending until confirmed, open and announced, notified again while they go on, resolved when they are
 * cleared or have not been seen for 30 minutes. Used by one thread at a time.
 *
 * <p>Each of the tables is bounded: where there are too many pending findings the oldest goes, where there are too many open
 * ones a new one is not opened; both are counted. A finding that flaps is opened at most once in 10 minutes. New findings
 * beyond so many a minute are open, but announced one by one only when they are due again; until then one line sums them up.
 *
 * <p>What {@link Causes} explain is not opened, and resolved where it was opened shortly before the cause was known; what they may
 * explain waits.
 */
final class Lifecycle {
    static final String SUPPRESSED_TYPE = "findings_suppressed";
    private static final int MAX_FINDINGS = 1_000;
    /** At 16 MB the tables have their full size; a tracked finding with its texts takes about 2 kB. */
    private static final int KB_PER_FINDING = 16;

    private static final long QUIET = 30 * 60 * Clock.SECOND;
    private static final long REOPEN = 10 * 60 * Clock.SECOND;
    /** What was opened so long before its cause is a consequence of it; what was there for longer is not. */
    private static final long FORERUN = 10 * 60 * Clock.SECOND;
    /** What has waited to be explained, and was not, is opened where it is still seen. */
    private static final long STILL_SEEN = 60 * Clock.SECOND;

    private final Outlet outlet;
    private final Time time;
    private final Causes causes;
    private final Threshold.Limit<Integer> confirm;
    private final int capacity;
    private final LinkedHashMap<Long, TrackedFinding> pending = new LinkedHashMap<>();
    private final Map<Long, TrackedFinding> open = new HashMap<>();
    private final LinkedHashMap<Long, Long> openedNanos = new LinkedHashMap<>();
    private final Budget newcomers;
    private final Budget reminders;
    private final Tally suppressed = new Tally();
    private final Advice advice;
    private volatile int openCount;

    Lifecycle(Settings settings, Outlet outlet, Time time, Causes causes) {
        this.outlet = outlet;
        this.time = time;
        this.causes = causes;
        confirm = DetectionSettings.CONFIRM.read(settings);
        int memory = settings.get(DetectionSettings.DETECT_MAX_MEMORY_KB);
        capacity = Math.max(16, Math.min(MAX_FINDINGS, memory / KB_PER_FINDING));
        Live<Integer> perMinute = settings.live(DetectionSettings.FINDINGS_MAX_PER_MINUTE);
        newcomers = new Budget(perMinute);
        reminders = new Budget(perMinute);
        advice = new Advice(outlet, time, capacity);
    }

    int open() {
        return openCount;
    }

    void see(Sighting sighting) {
        Finding finding = sighting.finding();
        TrackedFinding known = open.get(sighting.id());
        if (finding == null) {
            pending.remove(sighting.id());
            if (known != null) {
                open.remove(sighting.id());
                close(known);
            }
        } else if (known != null) {
            Severity before = known.severity();
            known.see(sighting, finding);
            outlet.wasted(finding.type(), sighting.wastedNanos());
            if (known.severity() != before) {
                outlet.open(finding.type(), before, -1);
                outlet.open(finding.type(), known.severity(), 1);
            }
            if (known.hasEscalated()) {
                outlet.found(finding.type(), known.severity());
                announceAgain(known, sighting.nanos());
            } else if (!sighting.underWay() && known.hasGrown()) {
                announceAgain(known, sighting.nanos());
            }
        } else if (finding.severity() == Severity.INFO) {
            advice.see(finding, sighting.nanos());
        } else if (causes.explain(finding)) {
            pending.remove(sighting.id());
        } else {
            seePending(sighting, finding);
        }
        openCount = open.size();
    }

    private void seePending(Sighting sighting, Finding finding) {
        TrackedFinding tracked = pending.get(sighting.id());
        if (tracked == null) {
            if (pending.size() >= capacity) {
                dropEldest(pending);
                outlet.dropped("pending_full", 1);
            }
            tracked = new TrackedFinding(sighting, finding);
            pending.put(sighting.id(), tracked);
        }
        tracked.see(sighting, finding);
        String unitName = finding.unitName();
        int wanted = unitName == null ? confirm.value() : confirm.in(unitName);
        if (tracked.isConfirmed(wanted) && !wasOpenedWithin(REOPEN, sighting.id(), sighting.nanos())) {
            tracked.hold(causes.mayExplain(finding, sighting.nanos()));
            if (!tracked.isHeld()) {
                pending.remove(sighting.id());
                open(tracked, sighting.id(), sighting.nanos());
            }
        }
    }

    /** Whether it was opened so lately. */
    private boolean wasOpenedWithin(long nanos, long id, long nowNanos) {
        Long before = openedNanos.get(id);
        return before != null && nowNanos - before < nanos;
    }

    private void open(TrackedFinding tracked, long id, long nowNanos) {
        if (open.size() >= capacity) {
            outlet.dropped("open_full", 1);
            return;
        }
        open.put(id, tracked);
        openedNanos.remove(id);
        if (openedNanos.size() >= capacity) {
            dropEldest(openedNanos);
        }
        openedNanos.put(id, nowNanos);
        tracked.opened(nowNanos);
        outlet.found(tracked.finding().type(), tracked.severity());
        outlet.open(tracked.finding().type(), tracked.severity(), 1);
        outlet.wasted(tracked.finding().type(), tracked.wastedNanos());
        rollMinute(nowNanos);
        if (newcomers.take()) {
            say(tracked, State.OPEN);
        } else {
            suppressed.add(tracked.finding().type());
        }
    }

    /** It is worse than what was said of it. */
    private void announceAgain(TrackedFinding known, long nowNanos) {
        rollMinute(nowNanos);
        if (newcomers.take()) {
            say(known, known.isAnnounced() ? State.ONGOING : State.OPEN);
        } else {
            suppressed.add(known.finding().type());
            known.escalatedInSilence();
        }
    }

    private void say(TrackedFinding tracked, State state) {
        outlet.announce(tracked.announcement(state, time.epochNanos()));
        Finding finding = tracked.finding();
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        outlet.line(finding.type() + " (" + severity + "): " + finding.message() + ". " + finding.suggestion());
    }

    private void close(TrackedFinding known) {
        outlet.open(known.finding().type(), known.severity(), -1);
        if (known.isAnnounced()) {
            outlet.announce(known.announcement(State.RESOLVED, time.epochNanos()));
        }
    }

    /** To be called every few seconds. */
    void tick(long nowNanos) {
        rollMinute(nowNanos);
        reminders.roll(nowNanos);
        advice.tick(nowNanos);
        pending.values()
                .removeIf(tracked -> nowNanos - tracked.lastNanos() > TrackedFinding.CONFIRM_WINDOW
                        || causes.explain(tracked.finding()));
        openHeld(nowNanos);
        for (Iterator<Map.Entry<Long, TrackedFinding>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, TrackedFinding> one = all.next();
            TrackedFinding tracked = one.getValue();
            boolean explained = causes.explain(tracked.finding()) && wasOpenedWithin(FORERUN, one.getKey(), nowNanos);
            if (explained || nowNanos - tracked.lastNanos() >= QUIET) {
                all.remove();
                close(tracked);
            } else if (tracked.isNotificationDue(nowNanos) && reminders.take()) {
                tracked.notified(nowNanos);
                outlet.announce(
                        tracked.announcement(tracked.isAnnounced() ? State.ONGOING : State.OPEN, time.epochNanos()));
            }
        }
        openCount = open.size();
    }

    /** What waited for a cause that did not turn up. */
    private void openHeld(long nowNanos) {
        for (Iterator<Map.Entry<Long, TrackedFinding>> all = pending.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, TrackedFinding> one = all.next();
            TrackedFinding tracked = one.getValue();
            if (tracked.isHeld() && !causes.mayExplain(tracked.finding(), nowNanos)) {
                tracked.hold(false);
                if (nowNanos - tracked.lastNanos() <= STILL_SEEN) {
                    all.remove();
                    open(tracked, one.getKey(), nowNanos);
                }
            }
        }
    }

    private void rollMinute(long nowNanos) {
        if (!newcomers.roll(nowNanos) || suppressed.total() == 0) {
            return;
        }
        String message =
                suppressed.total() + " more findings of one minute were not announced one by one: " + suppressed;
        String suggestion =
                "Begin with those that were; FORESHOCK_FINDINGS_MAX_PER_MINUTE sets how many are announced.";
        Finding summary = new Finding(
                SUPPRESSED_TYPE,
                Severity.WARNING,
                Confidence.HIGH,
                null,
                "findings",
                null,
                null,
                null,
                suppressed.total(),
                0,
                0,
                0,
                message,
                suggestion,
                null,
                Finding.id(SUPPRESSED_TYPE, null, null, null, null));
        outlet.announce(new Announcement(summary, State.OPEN, suppressed.total(), 0, time.epochNanos(), 0, 0, 0));
        outlet.line(message);
        suppressed.clear();
    }

    private static void dropEldest(Map<Long, ?> ordered) {
        Iterator<Long> eldest = ordered.keySet().iterator();
        eldest.next();
        eldest.remove();
    }
}
