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
import dev.foreshock.core.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Calls that do not end: each sort of call, in each unit of work, is named once with the stack of the thread that waits, and
 * resolved when none of them is left; where the last one failed, only when none has hung for five minutes, since the next attempt
 * will hang as well.
 *
 * <p>Not what waits on purpose, not changes of a schema, and not what has been known to take as long and to end. A thread outside any
 * request that asks another service may be waiting for news, as clients of configuration servers do for up to a minute: as long as
 * little is known of such a call it has nine times the time. Where most calls to a dependency hang {@link SlowDependencies} has said so
 * by then, and this rule is silent. State: at most 64 ids.
 */
final class HangingCalls implements Detector {
    private static final int MAX_TRACKED = 64;
    /** Longer than the longest that ever ended, by so much. */
    private static final double BEYOND_LONGEST = 1.5;

    /** With the usual limit 90 s: common long polls wait 30, 55 or 60 s. */
    private static final int TIMES_IF_UNKNOWN = 9;
    /** The first answer of a long poll comes at once, and so may some of the next. */
    private static final int KNOWN_AFTER = 20;

    private static final long CRITICAL_NANOS = 60 * Clock.SECOND;

    private final Watch watch;
    private final PerTarget.Limit<Long> hang;
    private final Map<Long, HangingCall> open = new HashMap<>();
    private final Set<Long> still = new HashSet<>();

    HangingCalls(Settings settings, Watch watch) {
        this.watch = watch;
        this.hang = DependencySettings.HANG.read(settings);
    }

    @Override
    public String name() {
        return FindingType.HANGING_CALL;
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        still.clear();
        Map<Long, Integer> counts = new HashMap<>();
        Map<Long, RunningCall> oldest = new HashMap<>();
        for (RunningCall call : watch.running()) {
            if (!hangs(call)) {
                continue;
            }
            long id = id(call.operation());
            if (!open.containsKey(id) && !oldest.containsKey(id) && open.size() + oldest.size() >= MAX_TRACKED) {
                continue;
            }
            counts.merge(id, 1, Integer::sum);
            RunningCall before = oldest.get(id);
            if (before == null || call.ageNanos() > before.ageNanos()) {
                oldest.put(id, call);
            }
        }
        for (Map.Entry<Long, RunningCall> one : oldest.entrySet()) {
            long id = one.getKey();
            still.add(id);
            int count = counts.getOrDefault(id, 1);
            boolean fresh = !open.containsKey(id);
            boolean old = one.getValue().ageNanos() >= CRITICAL_NANOS;
            if (fresh || watch.isMinuteOver()) {
                raise(one.getValue(), id, count, old, findings);
            }
            open.computeIfAbsent(id, unknown -> new HangingCall())
                    .hangs(one.getValue().operation());
        }
        for (Iterator<Map.Entry<Long, HangingCall>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, HangingCall> one = all.next();
            if (!still.contains(one.getKey()) && one.getValue().isOver()) {
                all.remove();
                findings.clear(one.getKey());
            }
        }
    }

    private boolean hangs(RunningCall call) {
        Operation operation = call.operation();
        Shape shape = operation.shape();
        long limit = hang.at(operation.target());
        if (mayBeLongPoll(call)) {
            limit *= TIMES_IF_UNKNOWN;
        }
        if (limit <= 0 || call.ageNanos() < limit || (shape != null && shape.is(Shape.DDL))) {
            return false;
        }
        Dependency dependency = call.dependency();
        if (dependency == null) {
            return true;
        }
        // Of a dependency that does not answer at all there is one finding already.
        return !dependency.isHanging() && call.ageNanos() > BEYOND_LONGEST * dependency.longestNanos();
    }

    private static boolean mayBeLongPoll(RunningCall call) {
        Operation operation = call.operation();
        Dependency dependency = call.dependency();
        return (operation.kind() == Kind.HTTP || operation.kind() == Kind.RPC)
                && operation.unit().root().kind() == Kind.BACKGROUND
                && (dependency == null || dependency.answered() < KNOWN_AFTER);
    }

    private static long id(Operation operation) {
        return Finding.id(
                FindingType.HANGING_CALL, operation.unit().name(), operation.shape(), null, operation.target());
    }

    private void raise(RunningCall call, long id, int count, boolean old, Findings findings) {
        Operation operation = call.operation();
        LocalTrace unit = operation.unit();
        LiveStack stack = LiveStack.of(operation);
        if (operation.isEnded()) {
            return;
        }
        boolean isCritical = old && unit.root().kind() == Kind.REQUEST;
        findings.raise(new Finding(
                FindingType.HANGING_CALL,
                isCritical ? Severity.CRITICAL : Severity.WARNING,
                Confidence.HIGH,
                unit.name(),
                DependencyMessages.name(operation),
                operation.shape(),
                operation.target(),
                stack == null ? null : stack.site(),
                count,
                call.ageNanos(),
                call.ageNanos(),
                1,
                DependencyMessages.hanging(call, count, stack),
                DependencyMessages.stuckSuggestion(operation),
                operation,
                id,
                stack == null ? null : stack.text()));
    }
}
