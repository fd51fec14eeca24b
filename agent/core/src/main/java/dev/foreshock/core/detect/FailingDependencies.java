// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Dependencies that fail fast: over the last minute at least a fifth of the calls, and five times what is usual, were answered
 * with an error, with "too many requests", or not in time. All operations of a dependency together.
 *
 * <p>"Not found" and other faults of the caller's are no failures, and neither is what this process refused itself; that is
 * counted to say whether a circuit breaker stands before the dependency. Resolved after a minute with less than half of what it
 * takes. State: a window for each of at most {@link Dependencies#CAPACITY} targets.
 */
final class FailingDependencies implements Detector {
    /** What fails within ten seconds and not again is over before anyone can look. */
    private static final int MIN_TICKS = 3;

    private static final double TIMES_USUAL = 5;
    private static final double SHARE_TO_CLEAR = 0.5;

    private final Watch watch;
    private final PerTarget.Limit<Double> ratio;
    private final PerTarget.Limit<Integer> minCalls;
    private final PerTarget.Limit<Double> critical;
    private final Map<Target, FailureWindow> windows = new HashMap<>();

    FailingDependencies(Settings settings, Watch watch) {
        this.watch = watch;
        ratio = DependencySettings.FAILING.read(settings);
        minCalls = DependencySettings.FAILING_CALLS.read(settings);
        critical = DependencySettings.FAILING_CRITICAL_RATIO.read(settings);
    }

    @Override
    public String name() {
        return FindingType.FAILING_DEPENDENCY;
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        for (FailureWindow window : windows.values()) {
            window.beginTick();
        }
        Set<Target> seen = new HashSet<>();
        for (Dependency member : watch.all()) {
            Target target = member.target();
            if (target != null) {
                windows.computeIfAbsent(target, unknown -> new FailureWindow(nowNanos))
                        .add(member, nowNanos);
                seen.add(target);
            }
        }
        for (Iterator<Map.Entry<Target, FailureWindow>> all = windows.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Target, FailureWindow> one = all.next();
            judge(one.getKey(), one.getValue(), nowNanos, findings);
            if (!seen.contains(one.getKey()) && !one.getValue().episode().isOpen()) {
                all.remove();
            }
        }
    }

    private void judge(Target target, FailureWindow window, long nowNanos, Findings findings) {
        double least = ratio.at(target);
        boolean enough = window.calls() >= minCalls.at(target);
        double now = window.ratio();
        if (window.accept(nowNanos)) {
            findings.clear(id(target));
        } else if (enough
                && window.failingTicks() >= MIN_TICKS
                && now >= least
                && now >= TIMES_USUAL * window.usual()) {
            boolean fresh = window.episode().open(nowNanos);
            if (fresh || watch.isMinuteOver()) {
                raise(target, window, nowNanos, findings);
            }
        } else if (window.episode().close(enough && now < SHARE_TO_CLEAR * least, nowNanos)) {
            findings.clear(id(target));
        } else if (!window.episode().isOpen() && enough && watch.isMinuteOver()) {
            window.learn();
        }
    }

    private static long id(Target target) {
        return Finding.id(FindingType.FAILING_DEPENDENCY, null, null, null, target);
    }

    private void raise(Target target, FailureWindow window, long nowNanos, Findings findings) {
        findings.raise(new Finding(
                FindingType.FAILING_DEPENDENCY,
                window.ratio() >= critical.at(target) ? Severity.CRITICAL : Severity.WARNING,
                Confidence.HIGH,
                null,
                target.display(),
                null,
                target,
                null,
                window.failed(),
                0,
                0,
                0,
                DependencyMessages.failing(
                        target, window, nowNanos - window.episode().openedNanos()),
                DependencyMessages.failingSuggestion(window),
                null,
                id(target)));
    }
}
