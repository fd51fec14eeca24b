// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Confidence;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Similar calls that matter, on their way to a finding: one group, or several that one loop calls in turn. */
final class Repetition {
    /** Shares of a shorter unit mean nothing. */
    static final long MIN_UNIT_NANOS = 50_000_000L;

    private static final int CERTAIN_IN_A_JOB = 500;

    private final LocalTrace unit;
    private final List<Group> groups = new ArrayList<>(1);
    private final Pattern pattern;
    private final @Nullable Shape parent;
    private final long unitNanos;

    Repetition(LocalTrace unit, Group group, Pattern pattern, @Nullable Shape parent, long nowNanos) {
        this.unit = unit;
        this.pattern = pattern;
        this.parent = parent;
        long ended = unit.root().endNanos();
        this.unitNanos =
                Math.max(1, (ended == 0 ? nowNanos : ended) - unit.root().startNanos());
        groups.add(group);
    }

    LocalTrace unit() {
        return unit;
    }

    /** The first to be called; what the finding is keyed by. */
    Group group() {
        return groups.get(0);
    }

    List<Group> groups() {
        return groups;
    }

    Pattern pattern() {
        return pattern;
    }

    @Nullable
    Shape parent() {
        return parent;
    }

    @Nullable
    CallSite callSite() {
        return group().callSite();
    }

    boolean isLoop() {
        return pattern == Pattern.N_PLUS_ONE || pattern == Pattern.REPEATED_KEYS;
    }

    /** Takes in a group that the same loop calls: as many calls within 10 %, over the same stretch of the unit. */
    boolean absorb(Repetition other) {
        if (!isLoop() || !other.isLoop() || !alternates(group(), other.group())) {
            return false;
        }
        groups.add(other.group());
        return true;
    }

    static boolean alternates(Group one, Group other) {
        int most = Math.max(one.count(), other.count());
        if (one.kind() != other.kind() || Math.abs(one.count() - other.count()) * 10 > most) {
            return false;
        }
        int span = Math.max(one.lastSequence() - one.firstSequence(), other.lastSequence() - other.firstSequence());
        int common = Math.min(one.lastSequence(), other.lastSequence())
                - Math.max(one.firstSequence(), other.firstSequence());
        return common * 5 >= span * 4;
    }

    int count() {
        int sum = 0;
        for (Group group : groups) {
            sum += group.count();
        }
        return sum;
    }

    long totalNanos() {
        long sum = 0;
        for (Group group : groups) {
            sum += group.sumNanos();
        }
        return sum;
    }

    /** What would be saved if one call did the work of all. */
    long wastedNanos() {
        long wasted = 0;
        for (Group group : groups) {
            wasted += group.sumNanos() - group.maxNanos();
        }
        return wasted;
    }

    long unitNanos() {
        return unitNanos;
    }

    double share() {
        return Math.min(1, (double) totalNanos() / unitNanos);
    }

    /** The share, or 0 where the unit is so short that it says nothing. */
    double significantShare() {
        return unitNanos >= MIN_UNIT_NANOS ? share() : 0;
    }

    /**
     * Of a loop it is high where the rows of an earlier query explain the number of calls, or where the number leaves no doubt
     * in a job, which nobody may see again before the next night; of values that are all the same, of
     * writes, sequences and lists the counts leave no doubt. Calls from several places lower it.
     */
    Confidence confidence() {
        boolean certain =
                switch (pattern) {
                    case N_PLUS_ONE, REPEATED_KEYS ->
                        (parent != null || isLongJob()) && !group().shape().is(Shape.CALL);
                    case PAGES, FAN_OUT -> false;
                    default -> true;
                };
        return certain && !isScattered() ? Confidence.HIGH : Confidence.MEDIUM;
    }

    private boolean isLongJob() {
        return unit.root().kind() != Kind.REQUEST && count() >= CERTAIN_IN_A_JOB;
    }

    /** Whether the third and the tenth call came from different places in the code. */
    boolean isScattered() {
        return group().callSiteMismatches() > 0;
    }
}
