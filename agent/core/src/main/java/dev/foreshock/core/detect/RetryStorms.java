// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies whose failing calls are repeated so often that the repetition is a load of its own: 20 retries in a minute and one
 * for every five first attempts, in two of three looks ten seconds apart and in three of the six times ten seconds.
 *
 * <p>Critical where every call is repeated, where requests that are retries themselves are served with more retries, and where
 * the storm keeps itself going. How the attempts are made (without back-off or jitter, too early, of what may have been done
 * already) is part of what it says; without a storm that is advice. What this process refuses itself is neither failure nor
 * retry. State: a window for each of at most {@link #MAX_TARGETS} targets.
 */
final class RetryStorms implements Detector {
    static final int MAX_TARGETS = 256;
    private static final int MIN_TICKS = 3;
    private static final double RATIO_CRITICAL = 1;
    private static final double SHARE_TO_CLEAR = 0.5;
    private static final double STACKED_SHARE = 0.2;
    private static final long TICK = 10 * Clock.SECOND;
    private static final double MINUTE = 60 * Clock.SECOND;

    private final Watch watch;
    private final Outlet outlet;
    private final PerTarget.Limit<Double> warn;
    private final PerTarget.Limit<Double> trigger;
    private final PerTarget.Limit<Integer> minRetries;
    private final int ticks;
    private final Map<Target, RetryWindow> windows = new HashMap<>();
    private volatile Set<Target> suspected = Set.of();

    RetryStorms(Settings settings, Watch watch, Outlet outlet) {
        this.watch = watch;
        this.outlet = outlet;
        warn = DependencySettings.RETRY_WARN.read(settings);
        trigger = DependencySettings.RETRY_TRIGGER.read(settings);
        minRetries = DependencySettings.RETRY_MIN.read(settings);
        ticks = (int) Math.max(1, Math.min(60, settings.get(DependencySettings.RETRY_WINDOW_SECONDS) / TICK));
    }

    @Override
    public String name() {
        return FindingType.RETRY_STORM;
    }

    /** While a storm is suspected, traces that show it are kept. */
    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        Operation retry = unit.lastRetry();
        Target target = retry == null || suspected.isEmpty() ? null : retry.target();
        if (retry != null && target != null && suspected.contains(target)) {
            unit.flag(RetryMessages.suspicion(retry, target, id(FindingType.RETRY_STORM, target)));
        }
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        for (RetryWindow window : windows.values()) {
            window.beginTick(nowNanos);
        }
        Set<Target> seen = new HashSet<>();
        for (Dependency member : watch.all()) {
            Target target = member.target();
            RetryWindow window = target == null ? null : window(target, member.retryCounts(), nowNanos);
            if (target != null && window != null) {
                outlet.retried(target.display(), window.add(member, nowNanos));
                seen.add(target);
            }
        }
        Set<Target> suspects = new HashSet<>();
        Set<Target> open = new HashSet<>();
        for (Iterator<Map.Entry<Target, RetryWindow>> all = windows.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Target, RetryWindow> one = all.next();
            RetryWindow window = one.getValue();
            judge(one.getKey(), window, nowNanos, findings);
            if (window.isSuspected()) {
                suspects.add(one.getKey());
            }
            if (window.isOpen()) {
                open.add(one.getKey());
            } else if (!seen.contains(one.getKey())) {
                all.remove();
            }
        }
        suspected = suspects.isEmpty() ? Set.of() : suspects;
        watch.storms.set(open.isEmpty() ? Set.of() : open);
    }

    private @Nullable RetryWindow window(Target target, @Nullable RetryCounts counts, long nowNanos) {
        RetryWindow known = windows.get(target);
        if (known != null) {
            return known;
        }
        if (windows.size() >= MAX_TARGETS && !(counts != null && makeRoom())) {
            if (counts != null) {
                outlet.dropped("retry_targets_full", 1);
                counts.letGo();
            }
            return null;
        }
        RetryWindow fresh = new RetryWindow(ticks, nowNanos);
        windows.put(target, fresh);
        return fresh;
    }

    /** A target whose calls were repeated takes the place of one whose calls were not. */
    private boolean makeRoom() {
        for (Iterator<RetryWindow> all = windows.values().iterator(); all.hasNext(); ) {
            RetryWindow window = all.next();
            if (!window.isSuspected() && window.retries() == 0) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    private void judge(Target target, RetryWindow window, long nowNanos, Findings findings) {
        double least = trigger.at(target);
        double ratio = window.ratio();
        boolean many = window.retries() >= minRetries.at(target);
        double firstInMinute = window.first() * MINUTE / (ticks * TICK);
        boolean habit = window.isHabit(window.calls() * MINUTE / (ticks * TICK));
        boolean storm = many && !habit && ratio >= least && window.ticksAt(least) >= Math.min(MIN_TICKS, ticks);
        boolean shown = window.look(storm);
        if (storm && shown) {
            boolean fresh = !window.isOpen();
            window.open(nowNanos);
            boolean metastable = window.isMetastable(firstInMinute);
            boolean worse = window.escalate(ratio >= RATIO_CRITICAL || isStacked(window) || metastable);
            if (fresh || worse || watch.isMinuteOver()) {
                raise(target, window, metastable, nowNanos, findings);
            }
        } else if (window.close(isGood(window, ratio, least), nowNanos)) {
            findings.clear(id(FindingType.RETRY_STORM, target));
        } else if (!window.isOpen() && !habit && watch.isMinuteOver()) {
            calm(target, window, ratio, many, firstInMinute, findings);
        }
    }

    private static boolean isGood(RetryWindow window, double ratio, double least) {
        return window.retries() == 0 ? window.calls() > 0 : ratio < SHARE_TO_CLEAR * least;
    }

    /** One in five of the retries serves a request that is a retry itself, and that more than by chance. */
    private static boolean isStacked(RetryWindow window) {
        return window.sum(RetryCounts.STACKED) >= Math.max(5, STACKED_SHARE * window.retries());
    }

    /** No storm: what is usual is learned, and what might become one is advice. */
    private void calm(
            Target target, RetryWindow window, double ratio, boolean many, double firstInMinute, Findings findings) {
        if (many && ratio >= warn.at(target)) {
            advise(FindingType.RETRY_STORM, target, window, RetryMessages.advice(target, window), findings);
        } else if (watch.isMinuteUsable()) {
            window.learn(firstInMinute);
        }
        long least = minRetries.at(target);
        if (many && ratio >= warn.at(target) && window.delays().isWithoutBackOff()) {
            advise(
                    FindingType.RETRY_WITHOUT_BACKOFF,
                    target,
                    window,
                    RetryMessages.noBackOff(target, window),
                    findings);
        }
        if (many && ratio >= warn.at(target) && window.delays().isWithoutJitter()) {
            advise(FindingType.RETRY_WITHOUT_JITTER, target, window, RetryMessages.noJitter(target, window), findings);
        }
        if (window.sum(RetryCounts.RISKY) >= least) {
            advise(FindingType.RETRY_OF_POST, target, window, RetryMessages.risky(target, window), findings);
        }
        if (window.sum(RetryCounts.EARLY) >= least) {
            advise(FindingType.RETRY_TOO_EARLY, target, window, RetryMessages.early(target, window), findings);
        }
        if (window.sum(RetryCounts.POINTLESS) >= least) {
            advise(FindingType.RETRY_OF_REJECTED, target, window, RetryMessages.pointless(target, window), findings);
        }
    }

    private static long id(String type, Target target) {
        return Finding.id(type, null, null, null, target);
    }

    private static void advise(String type, Target target, RetryWindow window, String message, Findings findings) {
        findings.raise(finding(
                type, Severity.INFO, target, window, message, RetryMessages.suggestion(window, type, false), null));
    }

    private static void raise(Target target, RetryWindow window, boolean metastable, long nowNanos, Findings findings) {
        findings.raise(finding(
                FindingType.RETRY_STORM,
                window.isCritical() ? Severity.CRITICAL : Severity.WARNING,
                target,
                window,
                RetryMessages.storm(target, window, metastable, nowNanos - window.openedNanos()),
                RetryMessages.suggestion(window, FindingType.RETRY_STORM, isStacked(window)),
                window.exemplar()));
    }

    private static Finding finding(
            String type,
            Severity severity,
            Target target,
            RetryWindow window,
            String message,
            String suggestion,
            @Nullable Operation exemplar) {
        return new Finding(
                type,
                severity,
                Confidence.HIGH,
                null,
                target.display(),
                null,
                target,
                exemplar == null || exemplar.group() == null
                        ? null
                        : exemplar.group().callSite(),
                window.retries(),
                0,
                0,
                0,
                message,
                suggestion,
                exemplar,
                id(type, target));
    }
}
