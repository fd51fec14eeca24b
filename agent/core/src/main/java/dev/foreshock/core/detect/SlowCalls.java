// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Overrides;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.Threshold.Limit;

/**
 * Statements that take longer than an absolute limit, and calls to other dependencies for which the user has set one.
 *
 * <p>Each slow execution counts towards the confirmation, so that with the defaults the third one within ten minutes is
 * announced, unless the dependency as a whole is slow or failing, or may be: see {@link Causes}. The unit is flagged in any case.
 * What waits on purpose is left out. Stateless.
 */
final class SlowCalls implements Detector {
    private static final Long NONE = 0L;

    private final Limit<Long> slow;
    private final Limit<Long> critical;
    private final Live<Overrides<Long>> byTarget;
    private final Time time;
    private final Watch watch;

    SlowCalls(Settings settings, Time time, Watch watch) {
        this.time = time;
        this.watch = watch;
        slow = DetectionSettings.SLOW.read(settings);
        critical = DetectionSettings.SLOW_CRITICAL.read(settings);
        byTarget = settings.live(DetectionSettings.SLOW_THRESHOLDS);
    }

    @Override
    public String name() {
        return "slow_calls";
    }

    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        Long general = slow.in(unit);
        for (int i = 0; i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            long limit = limit(group, general);
            if (limit > 0 && group.maxNanos() >= limit && !group.shape().is(Shape.BLOCKING)) {
                raise(unit, group, limit, findings);
            }
        }
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        if (watch.isMinuteOver()) {
            for (Dependency dependency : watch.all()) {
                dependency.publishUsual();
            }
        }
    }

    /** In nanoseconds, 0 where there is none. */
    private long limit(Group group, Long general) {
        Target target = group.target();
        return PerTarget.get(byTarget.get(), target, group.kind() == Kind.DATABASE ? general : NONE);
    }

    private void raise(LocalTrace unit, Group group, long limit, Findings findings) {
        Operation slowest = group.slowest();
        if (slowest == null || slowest.outcome() == Outcome.LOCAL_REJECT) {
            return;
        }
        int times = 0;
        long totalNanos = 0;
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            if (o.group() == group && o.durationNanos() >= limit) {
                times++;
                totalNanos += o.durationNanos();
            }
        }
        if (times == 0) {
            // Counted only: the unit has more operations than are kept.
            times = 1;
            totalNanos = slowest.durationNanos();
        }
        suspect(group, slowest, limit);
        String type = group.kind() == Kind.DATABASE ? FindingType.SLOW_STATEMENT : FindingType.SLOW_CALL;
        long unitNanos = Math.max(1, unit.root().durationNanos());
        String unitName = unit.name();
        findings.raise(new Finding(
                type,
                group.maxNanos() >= critical.in(unit) ? Severity.CRITICAL : Severity.WARNING,
                Confidence.MEDIUM,
                unitName,
                group.shape().text(),
                group.shape(),
                group.target(),
                group.callSite(),
                times,
                Math.max(0, totalNanos - times * limit),
                totalNanos,
                Math.min(1, (double) totalNanos / unitNanos),
                Messages.slow(unit, slowest, group, times, unitNanos),
                Suggestions.slow(group, group.callSite()),
                slowest,
                Finding.id(type, unitName, group.shape(), null, group.target())));
    }

    private void suspect(Group group, Operation slowest, long limit) {
        Target target = group.target();
        Dependency dependency = target == null ? null : watch.dependencies.find(slowest);
        if (target != null && dependency != null && dependency.isUsuallyWithin(limit)) {
            watch.causes.suspect(target, group.shape(), time.nanos());
        }
    }
}
