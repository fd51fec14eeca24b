// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies that fail fast: over the last minute at least a fifth of the calls, and five times what is usual, were answered
 * with an error, with "too many requests", or not in time. All operations of a dependency together.
 *
 * <p>"Not found" and other faults of the caller's are no failures, and neither is what this process refused itself; that is
 * counted to say whether a circuit breaker stands before the dependency. Resolved after a minute with less than half of what it
 * takes; where there are too few calls for a share, after as many in a row that succeeded, or half an hour without a minute that
 * failed. State: a window for each of at most {@link Dependencies#CAPACITY} targets.
 */
final class FailingDependencies implements Detector {
    /** What fails within ten seconds and not again is over before anyone can look. */
    private static final int MIN_TICKS = 3;

    private static final double SHARE_TO_CLEAR = 0.5;

    private final Watch watch;
    private final PerTarget.Limit<Double> ratio;
    private final PerTarget.Limit<Integer> minCalls;
    private final PerTarget.Limit<Double> critical;
    private final Map<Target, FailureWindow> windows = new HashMap<>();
    private volatile Map<Target, AtomicReference<@Nullable Operation>> suspected = Map.of();

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

    /** While a dependency is suspected, traces that show how it fails are kept. */
    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        Map<Target, AtomicReference<@Nullable Operation>> suspects = suspected;
        if (suspects.isEmpty() || unit.failures() == 0) {
            return;
        }
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            Target target = isFailure(o) ? o.target() : null;
            AtomicReference<@Nullable Operation> shown = target == null ? null : suspects.get(target);
            if (target != null && shown != null) {
                unit.flag(FailureMessages.suspicion(o, target, id(target)));
                show(shown, o);
                return;
            }
        }
    }

    private static boolean isFailure(Operation operation) {
        return operation.isFailed()
                && operation.outcome() != Outcome.LOCAL_REJECT
                && (operation.outcome() == Outcome.TIMEOUT || !operation.isOwnFault());
    }

    /** Not every trace that is flagged is kept while many are: the first that was stays. */
    private static void show(AtomicReference<@Nullable Operation> shown, Operation operation) {
        Operation before = shown.get();
        if (before == null || !before.unit().isKept()) {
            shown.set(operation);
        }
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
                        .add(member);
                seen.add(target);
            }
        }
        Map<Target, AtomicReference<@Nullable Operation>> suspects = new HashMap<>();
        for (Iterator<Map.Entry<Target, FailureWindow>> all = windows.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Target, FailureWindow> one = all.next();
            FailureWindow window = one.getValue();
            judge(one.getKey(), window, nowNanos, findings);
            watch.causes.tell(window.episode().isOpen(), one.getKey());
            if (window.episode().isSuspected()) {
                suspects.put(one.getKey(), window.shown());
                continue;
            }
            window.letGo();
            if (!seen.contains(one.getKey())) {
                all.remove();
            }
        }
        suspected = suspects.isEmpty() ? Map.of() : suspects;
    }

    private void judge(Target target, FailureWindow window, long nowNanos, Findings findings) {
        double least = ratio.at(target);
        int minimum = minCalls.at(target);
        boolean enough = window.calls() >= minimum;
        double now = window.ratio();
        boolean fails = enough && now >= least && window.isUnusual(now, window.calls());
        window.look(least, enough, nowNanos);
        if (watch.isMinuteOver() && window.episode().isOpen()) {
            window.endOpenMinute(least);
        }
        if (window.accept(nowNanos)) {
            findings.clear(id(target));
        } else if (fails && window.failingTicks() >= MIN_TICKS) {
            boolean fresh = window.open(nowNanos);
            if (fresh || watch.isMinuteOver()) {
                raise(target, window, nowNanos, findings);
            }
        } else if (window.episode().close(isWell(window, least, minimum), nowNanos)) {
            findings.clear(id(target));
        } else if (!window.episode().isOpen() && enough && !fails && watch.isMinuteOver()) {
            window.learn();
        }
    }

    /** Where there are too few calls for a share, as many in a row as it takes for one. */
    private static boolean isWell(FailureWindow window, double least, int minimum) {
        boolean few = window.calls() < minimum;
        return few ? window.successes() >= minimum : window.ratio() < SHARE_TO_CLEAR * least;
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
                FailureMessages.failing(
                        target, window, nowNanos - window.episode().openedNanos()),
                FailureMessages.suggestion(window),
                window.exemplar(),
                id(target)));
    }
}
