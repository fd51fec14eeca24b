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
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.Threshold.Limit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many similar calls in one unit of work: N+1 queries and their relatives, one engine for statements, cache commands and
 * calls to other services.
 *
 * <p>Calls belong together by their shape, however many others come between them. What they are is decided by {@link
 * Pattern}; whether they matter, by count, time and share. Stateless. Where no shape was called twice a unit costs a few
 * nanoseconds and no allocation.
 */
final class RepeatedCalls implements Detector {
    /** A unit that has run for so long is looked at before it ends. */
    static final long LONG_UNIT_NANOS = 1_000_000_000L;

    private static final long WORKER_PACE_NANOS = 5_000_000L;
    private static final long WARNING_WASTE = 50_000_000L;
    private static final long CRITICAL_WASTE = 1_000_000_000L;

    /** Half of a request is nothing that a user notices where it is less than this. */
    private static final long NOTICEABLE_WASTE = 200_000_000L;

    private static final double CRITICAL_SHARE = 0.5;
    private static final double WARNING_SHARE = 0.25;
    private static final int WARNING_COUNT = 10;
    /** From here on the number leaves no doubt. */
    private static final int CERTAIN_COUNT = 50;

    private static final int CRITICAL_COUNT = 100;
    private static final int SHORT_LIST = 5;

    private final Limit<Integer> minCount;
    private final Limit<Integer> jobMinCount;
    private final Limit<Integer> minDistinct;
    private final Limit<Long> minTotal;
    private final Limit<Double> minShare;
    private final Limit<Integer> countOnly;
    private final Limit<Integer> redundantMin;
    private final Limit<Integer> redundantWarn;
    private final Limit<Long> redundantTotal;
    private final Limit<Integer> chunkedMin;
    private final Limit<Integer> paginationMin;
    private final Limit<Integer> fanOutMin;
    private final Limit<Integer> unbatchedMin;
    private final Limit<Integer> sequenceMin;
    private final Time time;
    private final OpenStorms storms;

    private final RecentAdvice recently = new RecentAdvice();

    RepeatedCalls(Settings settings, Time time, OpenStorms storms) {
        this.time = time;
        this.storms = storms;
        minCount = DetectionSettings.MIN_COUNT.read(settings);
        jobMinCount = DetectionSettings.JOB_MIN_COUNT.read(settings);
        minDistinct = DetectionSettings.MIN_DISTINCT.read(settings);
        minTotal = DetectionSettings.MIN_TOTAL.read(settings);
        minShare = DetectionSettings.MIN_SHARE.read(settings);
        countOnly = DetectionSettings.COUNT_ONLY.read(settings);
        redundantMin = DetectionSettings.REDUNDANT_MIN.read(settings);
        redundantWarn = DetectionSettings.REDUNDANT_WARN.read(settings);
        redundantTotal = DetectionSettings.REDUNDANT_TOTAL.read(settings);
        chunkedMin = DetectionSettings.CHUNKED_MIN.read(settings);
        paginationMin = DetectionSettings.PAGINATION_MIN.read(settings);
        fanOutMin = DetectionSettings.FANOUT_MIN.read(settings);
        unbatchedMin = DetectionSettings.UNBATCHED_MIN.read(settings);
        sequenceMin = DetectionSettings.SEQUENCE_MIN.read(settings);
    }

    @Override
    public String name() {
        return "repeated_calls";
    }

    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        List<Repetition> loops = null;
        for (int i = 0; i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            Repetition found = group.count() < 2 ? null : examine(unit, group, false);
            if (found == null) {
                continue;
            }
            if (!found.isLoop()) {
                raise(found, findings);
            } else if (loops == null) {
                loops = new ArrayList<>(2);
                loops.add(found);
            } else if (!isAbsorbed(loops, found)) {
                loops.add(found);
            }
        }
        for (int i = 0; loops != null && i < loops.size(); i++) {
            raise(loops.get(i), findings);
        }
    }

    private static boolean isAbsorbed(List<Repetition> loops, Repetition found) {
        for (Repetition loop : loops) {
            if (loop.absorb(found)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void unitProgressed(LocalTrace unit, Group group, Findings findings) {
        if (time.nanos() - unit.root().startNanos() < LONG_UNIT_NANOS) {
            return;
        }
        Repetition found = examine(unit, group, true);
        if (found == null || (found.isLoop() && followsAnother(unit, group))) {
            return;
        }
        raise(found, findings);
    }

    /** Whether an earlier group belongs to the same loop: the finding is keyed by that one. */
    private static boolean followsAnother(LocalTrace unit, Group group) {
        for (int i = 0; i < unit.groupCount(); i++) {
            Group earlier = unit.groupAt(i);
            if (earlier == group) {
                return false;
            }
            if (Repetition.alternates(earlier, group)) {
                return true;
            }
        }
        return false;
    }

    /** What the group is, where there is enough of it. */
    private @Nullable Repetition examine(LocalTrace unit, Group group, boolean underWay) {
        Pattern pattern = Pattern.of(unit, group, minDistinct.in(unit));
        if (group.count() < least(unit, pattern) || storms.explain(group.target())) {
            return null;
        }
        Shape parent = null;
        if (pattern == Pattern.CHUNKED || pattern == Pattern.PAGES) {
            parent = Parents.find(unit, group, false);
            pattern = reconsider(group, pattern, parent, minCount.in(unit));
        } else if (pattern == Pattern.N_PLUS_ONE || pattern == Pattern.REPEATED_KEYS) {
            parent = Parents.find(unit, group, underWay);
        } else if (pattern == Pattern.REDUNDANT && Writes.cameBetween(unit, group)) {
            return null;
        }
        boolean nothing = pattern == Pattern.NONE || pattern == Pattern.POLLING;
        return nothing || (parent == null && (isWorkerLoop(unit, group) || Chunks.explain(unit, group)))
                ? null
                : new Repetition(unit, group, pattern, parent, time.nanos());
    }

    /** A thread that takes up one piece of work after the other is one long unit, but no loop over anything. */
    private static boolean isWorkerLoop(LocalTrace unit, Group group) {
        return unit.root().kind() == Kind.BACKGROUND && Pattern.idleNanos(group) >= WORKER_PACE_NANOS;
    }

    /** A LIMIT or a fixed IN list in a statement that runs once per row of another query does not make it anything else. */
    private static Pattern reconsider(Group group, Pattern pattern, @Nullable Shape parent, int least) {
        boolean fixed = pattern == Pattern.PAGES || group.aritySum() == (long) group.count() * group.maxArity();
        if (parent != null && fixed && group.count() >= least) {
            return Pattern.N_PLUS_ONE;
        }
        boolean longLists = pattern == Pattern.CHUNKED
                && (group.shape().is(Shape.ARRAY) || group.aritySum() >= (long) group.count() * SHORT_LIST);
        return longLists ? Pattern.NONE : pattern;
    }

    /** From how many calls on the pattern is spoken of; less is asked of requests than of units that nobody waits for. */
    private int least(LocalTrace unit, Pattern pattern) {
        int least =
                switch (pattern) {
                    case N_PLUS_ONE, REPEATED_KEYS -> minCount.in(unit);
                    case REDUNDANT -> redundantMin.in(unit);
                    // May turn out to be N+1.
                    case CHUNKED, PAGES -> minCount.in(unit);
                    case FAN_OUT -> fanOutMin.in(unit);
                    case UNBATCHED -> unbatchedMin.in(unit);
                    case SEQUENCE -> sequenceMin.in(unit);
                    case NONE, POLLING -> Integer.MAX_VALUE;
                };
        return isRequest(unit) ? least : Math.max(least, jobMinCount.in(unit));
    }

    private static boolean isRequest(LocalTrace unit) {
        return unit.root().kind() == Kind.REQUEST;
    }

    private void raise(Repetition found, Findings findings) {
        Severity severity = severity(found);
        if (severity == null) {
            return;
        }
        LocalTrace unit = found.unit();
        Group group = found.group();
        String type = type(found);
        String unitName = unit.name();
        long id = Finding.id(type, unitName, group.shape(), found.callSite(), group.target());
        if (severity == Severity.INFO && !recently.isDue(id, time.nanos())) {
            return;
        }
        findings.raise(new Finding(
                type,
                severity,
                found.confidence(),
                unitName,
                group.shape().text(),
                group.shape(),
                group.target(),
                found.callSite(),
                found.count(),
                found.wastedNanos(),
                found.totalNanos(),
                found.share(),
                Messages.repeated(found),
                Suggestions.repeated(found),
                group.slowest(),
                id));
    }

    private static String type(Repetition found) {
        return switch (found.pattern()) {
            case REDUNDANT ->
                found.group().kind() == Kind.DATABASE || found.group().kind() == Kind.CACHE
                        ? FindingType.REDUNDANT_QUERY
                        : FindingType.REDUNDANT_CALL;
            case CHUNKED -> FindingType.CHUNKED_IN;
            case PAGES -> FindingType.PAGINATION;
            case FAN_OUT -> FindingType.FAN_OUT;
            case UNBATCHED -> FindingType.UNBATCHED_WRITES;
            case SEQUENCE -> FindingType.SEQUENCE_ROUNDTRIP;
            case N_PLUS_ONE, REPEATED_KEYS, NONE, POLLING -> FindingType.N_PLUS_ONE;
        };
    }

    /** {@code null} where it does not matter enough. */
    private @Nullable Severity severity(Repetition found) {
        LocalTrace unit = found.unit();
        int count = found.count();
        return switch (found.pattern()) {
            case N_PLUS_ONE, REPEATED_KEYS -> loopSeverity(found);
            case REDUNDANT -> redundantSeverity(found);
            case FAN_OUT -> Severity.INFO;
            case PAGES -> count < paginationMin.in(unit) ? null : isRequest(unit) ? byWaste(found) : Severity.INFO;
            case CHUNKED -> count < chunkedMin.in(unit) ? null : byWaste(found);
            default -> byWaste(found);
        };
    }

    private @Nullable Severity loopSeverity(Repetition found) {
        LocalTrace unit = found.unit();
        boolean matters = found.totalNanos() >= minTotal.in(unit)
                || (found.unitNanos() >= Repetition.MIN_UNIT_NANOS && found.share() >= minShare.in(unit))
                || found.count() >= countOnly.in(unit);
        if (!matters) {
            return null;
        }
        if (found.parent() == null && isManyPlaces(found)) {
            return Severity.INFO;
        }
        if (found.count() >= CRITICAL_COUNT || isNoticed(found)) {
            return Severity.CRITICAL;
        }
        boolean warning = found.count() >= WARNING_COUNT
                || found.wastedNanos() >= WARNING_WASTE
                || found.significantShare() >= WARNING_SHARE;
        return warning ? Severity.WARNING : Severity.INFO;
    }

    /**
     * Many places that each ask once or twice are no loop. So many calls that take so much of the unit are one, though it asks
     * from two lines in turn: nobody writes down that many places.
     */
    private static boolean isManyPlaces(Repetition found) {
        return found.isScattered()
                && found.confidence() == Confidence.MEDIUM
                && (found.count() < CERTAIN_COUNT || found.significantShare() < WARNING_SHARE);
    }

    private @Nullable Severity redundantSeverity(Repetition found) {
        int warn = redundantWarn.in(found.unit());
        if (found.count() < warn) {
            return found.totalNanos() >= redundantTotal.in(found.unit()) ? Severity.INFO : null;
        }
        return found.count() >= CRITICAL_COUNT ? byWaste(found) : Severity.WARNING;
    }

    private static Severity byWaste(Repetition found) {
        return isNoticed(found) ? Severity.CRITICAL : Severity.WARNING;
    }

    /** Users notice a second, or half of what they wait for where that is long enough to be felt. */
    private static boolean isNoticed(Repetition found) {
        long wasted = found.wastedNanos();
        return wasted >= CRITICAL_WASTE || (wasted >= NOTICEABLE_WASTE && found.significantShare() >= CRITICAL_SHARE);
    }
}
