// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Severity;
import dev.foreshock.core.export.Announcement;

/** One finding on its way from the first sighting to its resolution. Used by one thread at a time. */
final class TrackedFinding {
    /** The largest number of sightings that a confirmation may ask for. */
    static final int MAX_CONFIRM = 17;

    /** A finding is confirmed by sightings within this time. */
    static final long CONFIRM_WINDOW = 10 * 60 * Clock.SECOND;

    private static final int CERTAIN_COUNT = 50;

    /** What was 10 calls yesterday and is 40 today is worth another word. */
    private static final int GROWTH = 4;

    private static final long[] NOTIFY_AFTER = {
        10 * 60 * Clock.SECOND, 3_600 * Clock.SECOND, 6 * 3_600 * Clock.SECOND, 24 * 3_600 * Clock.SECOND
    };

    private final long[] seenNanos = new long[MAX_CONFIRM];
    private int seen;
    private int next;
    private Sighting best;
    private Finding finding;
    private boolean fresh = true;
    private long occurrences;
    private long wastedNanos;
    private long lastNanos;
    private Severity severity = Severity.INFO;
    private Severity announcedSeverity = Severity.INFO;
    private long announcedCount;
    private boolean announced;
    private boolean held;
    private int notifications;
    private long notifyAtNanos;

    TrackedFinding(Sighting first, Finding finding) {
        this.best = first;
        this.finding = finding;
    }

    /** Seen again. What is announced is the costliest sighting since the last announcement. */
    void see(Sighting sighting, Finding found) {
        for (int i = 0; i < Math.min(sighting.weight(), MAX_CONFIRM); i++) {
            seenNanos[next] = sighting.nanos();
            next = (next + 1) % MAX_CONFIRM;
            seen = Math.min(MAX_CONFIRM, seen + 1);
        }
        occurrences += sighting.weight();
        wastedNanos += sighting.wastedNanos();
        lastNanos = sighting.nanos();
        if (found.severity().compareTo(severity) > 0) {
            severity = found.severity();
        }
        if (fresh
                || found.severity().compareTo(finding.severity()) > 0
                || (found.severity() == finding.severity() && found.wastedNanos() >= finding.wastedNanos())) {
            best = sighting;
            finding = found;
            fresh = false;
        }
    }

    /** High confidence: one unit where the count leaves no doubt, else as many as set; medium confidence: one more. */
    boolean isConfirmed(int confirm) {
        int needed = confirm;
        if (FindingType.isJudgedOverTime(finding.type())) {
            needed = 1;
        } else if (finding.confidence() == Confidence.HIGH) {
            needed = finding.count() >= CERTAIN_COUNT ? 1 : confirm;
        } else if (confirm > 1) {
            needed = confirm + 1;
        }
        int first = (next - needed + MAX_CONFIRM) % MAX_CONFIRM;
        return seen >= needed && lastNanos - seenNanos[first] <= CONFIRM_WINDOW;
    }

    /** It is confirmed, and waits until it is known whether something else explains it. */
    void hold(boolean now) {
        held = now;
    }

    boolean isHeld() {
        return held;
    }

    Finding finding() {
        return finding;
    }

    Severity severity() {
        return severity;
    }

    /** What all sightings so far have cost. */
    long wastedNanos() {
        return wastedNanos;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Whether it has been announced, rather than only summed up with others. */
    boolean isAnnounced() {
        return announced;
    }

    /** Whether it is worse than when it was announced. */
    boolean hasEscalated() {
        return severity.compareTo(announcedSeverity) > 0;
    }

    /** Whether one unit makes several times the calls that it made when it was announced. */
    boolean hasGrown() {
        return !fresh
                && !FindingType.countsExecutions(finding.type())
                && !FindingType.isJudgedOverTime(finding.type())
                && finding.count() >= GROWTH * announcedCount;
    }

    /** It has grown worse, but there was no room to say so. */
    void escalatedInSilence() {
        announcedSeverity = severity;
        announcedCount = Math.max(announcedCount, finding.count());
    }

    /** It is open from now on: says when to notify again. */
    void opened(long nowNanos) {
        announcedSeverity = severity;
        announcedCount = Math.max(announcedCount, finding.count());
        notifications = 0;
        notifyAtNanos = nowNanos + NOTIFY_AFTER[0];
    }

    /** Whether it was seen again and it is time to say so: after 10 minutes, 1, 6 and 24 hours, and then once a day. */
    boolean isNotificationDue(long nowNanos) {
        return !fresh && nowNanos - notifyAtNanos >= 0;
    }

    /** The next notification moves on. */
    void notified(long nowNanos) {
        notifications++;
        int last = NOTIFY_AFTER.length - 1;
        long wait = notifications <= last
                ? NOTIFY_AFTER[notifications] - NOTIFY_AFTER[notifications - 1]
                : NOTIFY_AFTER[last];
        notifyAtNanos = nowNanos + wait;
    }

    Announcement announcement(Announcement.State state, long epochNanos) {
        announced = true;
        announcedSeverity = severity;
        announcedCount = Math.max(announcedCount, finding.count());
        fresh = true;
        return new Announcement(
                finding,
                state,
                occurrences,
                wastedNanos,
                epochNanos,
                best.traceIdHigh(),
                best.traceIdLow(),
                best.spanId());
    }
}
