// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Severity;
import dev.foreshock.core.export.Announcement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is worth improving but worth no alert: counted once a day for each place, and summed up in one record a day. Used by
 * one thread at a time.
 */
final class Advice {
    static final String TYPE = "advice_summary";
    private static final long DAY = 24 * 3_600 * Clock.SECOND;

    private final Outlet outlet;
    private final Time time;
    private final int capacity;
    private final Set<Long> known = new HashSet<>();
    private final Tally tally = new Tally();
    private @Nullable Finding costliest;
    private long sinceNanos;

    Advice(Outlet outlet, Time time, int capacity) {
        this.outlet = outlet;
        this.time = time;
        this.capacity = capacity;
    }

    void see(Finding finding, long nowNanos) {
        if (known.contains(finding.id())) {
            return;
        }
        if (known.size() >= capacity) {
            outlet.dropped("advice_full", 1);
            return;
        }
        if (known.isEmpty()) {
            sinceNanos = nowNanos;
        }
        known.add(finding.id());
        tally.add(finding.type());
        outlet.found(finding.type(), Severity.INFO);
        Finding before = costliest;
        if (before == null || finding.wastedNanos() > before.wastedNanos()) {
            costliest = finding;
        }
    }

    void tick(long nowNanos) {
        Finding first = costliest;
        if (first == null || nowNanos - sinceNanos < DAY) {
            return;
        }
        String message = "Advice of the last 24 hours: " + tally + ". The costliest: " + first.message();
        outlet.announce(new Announcement(
                new Finding(
                        TYPE,
                        Severity.INFO,
                        Confidence.MEDIUM,
                        null,
                        "advice",
                        null,
                        null,
                        null,
                        tally.total(),
                        0,
                        0,
                        0,
                        message,
                        first.suggestion(),
                        null,
                        Finding.id(TYPE, null, null, null, null)),
                Announcement.State.OPEN,
                tally.total(),
                0,
                time.epochNanos(),
                0,
                0,
                0));
        known.clear();
        tally.clear();
        costliest = null;
    }
}
