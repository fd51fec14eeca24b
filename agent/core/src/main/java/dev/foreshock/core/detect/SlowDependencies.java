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
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies that take much longer than they used to, each compared with itself: one finding for each, however many of its
 * operations are slow.
 *
 * <p>Once a minute each operation is judged by its 95th percentile, and is slow where three of five minutes were. Much faster
 * is the second way: where most of the calls under way have been running for ten times what is usual, the dependency does not
 * answer, and that is said at once. The rules' thresholds are those of {@link Slowness} and {@link Incident}; what is usual is
 * learned by {@link Baseline}, but for minutes that were slow, that failed, or in which this process itself stood still.
 */
final class SlowDependencies implements Detector {
    private static final long MINUTE = 60 * Clock.SECOND;
    private static final int MAX_WATCHED = 16;
    private static final int MIN_CALLS_EVER = 6;
    private static final double USUAL_SHARE = 0.2;
    private static final double PAUSE_SHARE = 0.2;
    /** Pauses of less than this in a minute meet less than one call in fifty: they do not move a 95th percentile. */
    private static final long MIN_PAUSED = Clock.SECOND;

    private static final double TIMEOUTS_CRITICAL = 0.05;
    private static final double SHARE_CRITICAL = 0.5;
    private static final int STUCK_RATIO = 10;
    private static final long STUCK_NANOS = Clock.SECOND;

    private final Watch watch;
    private final PerTarget.Limit<Double> ratio;
    private final PerTarget.Limit<Long> floor;
    private final PerTarget.Limit<Long> cacheFloor;
    private final PerTarget.Limit<Integer> minCalls;
    private final PerTarget.Limit<Long> critical;
    private final Map<Object, Incident> incidents = new HashMap<>();
    private volatile Incident[] watched = {};

    SlowDependencies(Settings settings, Watch watch) {
        this.watch = watch;
        ratio = DependencySettings.SLOW_RATIO.read(settings);
        floor = DependencySettings.FLOOR.read(settings);
        cacheFloor = DependencySettings.CACHE_FLOOR.read(settings);
        minCalls = DependencySettings.SLOW_MIN_CALLS.read(settings);
        critical = DependencySettings.CRITICAL.read(settings);
    }

    @Override
    public String name() {
        return FindingType.SLOW_DEPENDENCY;
    }

    /** While a dependency is suspected: what it costs the units that call it, and a trace that shows it. */
    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        for (Incident incident : watched) {
            Operation slowest = incident.evidence().add(unit);
            if (slowest != null) {
                unit.flag(DependencyMessages.suspicion(slowest, incident.id()));
            }
        }
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        for (Incident incident : incidents.values()) {
            incident.beginTick();
        }
        for (Dependency dependency : watch.all()) {
            incident(dependency.target(), dependency.shape()).member(dependency);
        }
        for (RunningCall call : watch.running()) {
            Operation operation = call.operation();
            incident(operation.target(), operation.shape()).running(call, isStuck(call));
        }
        List<Incident> suspects = new ArrayList<>();
        for (Iterator<Incident> all = incidents.values().iterator(); all.hasNext(); ) {
            Incident incident = all.next();
            judge(incident, nowNanos, findings);
            watch.causes.tell(incident.isAnnounced(), incident.target());
            if (incident.isSuspected() && suspects.size() < MAX_WATCHED) {
                suspects.add(incident);
            } else if (incident.members().isEmpty() && incident.running() == 0 && !incident.isOpen()) {
                all.remove();
            }
        }
        watched = suspects.toArray(new Incident[0]);
    }

    private Incident incident(@Nullable Target target, @Nullable Shape shape) {
        Object key = target != null ? target : shape == null ? "" : (Object) shape.hash();
        Incident known = incidents.get(key);
        if (known == null) {
            Shape own = target == null ? shape : null;
            known = new Incident(target, Finding.id(FindingType.SLOW_DEPENDENCY, null, own, null, target));
            incidents.put(key, known);
        }
        return known;
    }

    /** Ten times the median, and beyond what even a slow call of this sort usually takes. */
    private boolean isStuck(RunningCall call) {
        Dependency dependency = call.dependency();
        if (dependency == null) {
            return false;
        }
        long median = dependency.usualNanos(0.5);
        long high = (long) (ratio.at(dependency.target()) * dependency.usualNanos(0.95));
        return median > 0 && call.ageNanos() >= Math.max(STUCK_NANOS, Math.max(STUCK_RATIO * median, high));
    }

    private void judge(Incident incident, long nowNanos, Findings findings) {
        incident.endRunning();
        if (watch.isMinuteOver()) {
            for (Dependency member : incident.members()) {
                judge(member, incident, nowNanos);
            }
        }
        boolean worthSaying = !incident.isAnnounced() || watch.isMinuteOver();
        if (incident.isStuckNow() && worthSaying) {
            raiseStuck(incident, nowNanos, findings);
        } else if (worthSaying) {
            Dependency worst = incident.worst();
            if (worst != null) {
                raiseSlow(incident, worst, nowNanos, findings);
            }
        }
        if (incident.isAnnounced() && !incident.isOpen()) {
            incident.cleared();
            findings.clear(incident.id());
        }
    }

    private void judge(Dependency member, Incident incident, long nowNanos) {
        Slowness slowness = member.slowness();
        Baseline baseline = member.baseline();
        if (!member.isJudged() || !watch.isMinuteUsable() || !watch.warmth.isWarm(nowNanos - MINUTE)) {
            return;
        }
        long calls = member.minuteCalls();
        int enough = minCalls.at(member.target());
        boolean usual =
                baseline.calls() >= enough && calls >= MIN_CALLS_EVER && calls >= USUAL_SHARE * baseline.calls();
        if (calls < enough && !usual) {
            slowness.skip(nowNanos);
            return;
        }
        long p95 = member.quantile(0.95);
        boolean well = !member.minuteFailsMuch() && !incident.isOpen();
        if (!baseline.isKnown()) {
            if (well) {
                baseline.learn(member.quantile(0.5), p95, calls);
            }
            return;
        }
        long trigger = triggerNanos(member);
        double beyond = (double) member.minuteCallsBeyond(trigger) / calls;
        boolean unusual = baseline.isUnusual(beyond, calls);
        // A good minute is good in spite of pauses: a process that always has some must be able to recover and to
        // learn.
        if (slowness.isBad(p95, trigger, unusual, baseline) && isExplainedByPauses(p95 - baseline.p95Nanos())) {
            return;
        }
        if (!slowness.isOpen()) {
            baseline.learnBeyond(beyond);
        }
        if (slowness.judge(p95, trigger, unusual, baseline, nowNanos) && well) {
            baseline.learn(member.quantile(0.5), p95, calls);
        }
    }

    private boolean isExplainedByPauses(long excessNanos) {
        return watch.pauses.minuteNanos() >= MIN_PAUSED && watch.pauses.longestNanos() > PAUSE_SHARE * excessNanos;
    }

    private long triggerNanos(Dependency member) {
        Target target = member.target();
        long least = member.kind() == Kind.CACHE ? cacheFloor.at(target) : floor.at(target);
        return Math.max(least, (long) (ratio.at(target) * member.baseline().p95Nanos()));
    }

    private void raiseSlow(Incident incident, Dependency worst, long nowNanos, Findings findings) {
        Target target = incident.target();
        boolean before = incident.announce(nowNanos);
        Evidence.Taken taken = incident.evidence().take();
        double share = taken == null ? 0 : taken.share();
        long calls = worst.minuteCalls();
        long p95 = worst.quantile(0.95);
        boolean isCritical = p95 >= critical.at(target)
                || share >= SHARE_CRITICAL
                || worst.minuteTimedOut() > TIMEOUTS_CRITICAL * calls;
        long excess = Math.max(0, worst.quantile(0.5) - worst.baseline().p50Nanos());
        findings.raise(new Finding(
                FindingType.SLOW_DEPENDENCY,
                isCritical ? Severity.CRITICAL : Severity.WARNING,
                Confidence.HIGH,
                null,
                target == null ? worst.summary() : target.display(),
                null,
                target,
                null,
                calls,
                calls * excess,
                calls * worst.quantile(0.5),
                share,
                DependencyMessages.slow(incident, worst, taken, before ? nowNanos - incident.openedNanos() : 0),
                DependencyMessages.slowSuggestion(worst),
                taken == null ? null : taken.slowest(),
                incident.id(),
                DependencyMessages.figures(incident)));
    }

    private void raiseStuck(Incident incident, long nowNanos, Findings findings) {
        RunningCall oldest = incident.oldest();
        if (oldest == null) {
            return;
        }
        boolean before = incident.announce(nowNanos);
        Operation exemplar = oldest.operation();
        LiveStack stack = before ? null : LiveStack.of(exemplar);
        Target target = incident.target();
        findings.raise(new Finding(
                FindingType.SLOW_DEPENDENCY,
                Severity.CRITICAL,
                Confidence.HIGH,
                null,
                DependencyMessages.name(exemplar),
                null,
                target,
                stack == null ? null : stack.site(),
                incident.stuck(),
                incident.stuck() * oldest.ageNanos() / 2,
                incident.stuck() * oldest.ageNanos() / 2,
                1,
                DependencyMessages.stuck(incident, oldest, stack),
                DependencyMessages.stuckSuggestion(exemplar),
                exemplar,
                incident.id(),
                stack == null ? DependencyMessages.figures(incident) : stack.text()));
    }
}
