// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies that are slow or failing as a whole: that one statement of theirs takes long is a consequence, of which
 * nothing is said.
 *
 * <p>A whole dependency is judged by minutes, a statement by three executions, which come sooner. So where two of its statements
 * take longer than their limit at a time and neither usually does, they wait until the dependency has been judged, and where it
 * is only one, until the next tick. The open ones are written by the clock thread and asked by any; suspects are told by
 * any thread, and guarded, which only calls pay for that have taken longer than their limit.
 */
final class Causes {
    /** A dependency is slow after three minutes of five. */
    private static final long PATIENCE = 5 * 60 * Clock.SECOND;

    private static final long AT_A_TIME = 30 * Clock.SECOND;
    private static final int MAX_SUSPECTS = 64;

    private final Set<Target> opening = new HashSet<>();
    private volatile Set<Target> open = Set.of();
    private final Map<Target, Suspect> suspects = new HashMap<>();

    void beginTick() {
        opening.clear();
    }

    /** A finding about the dependency as a whole is open, or is not. For rules, in each tick. */
    void tell(boolean isOpen, @Nullable Target target) {
        if (isOpen && target != null) {
            opening.add(target);
        }
    }

    void endTick(long nowNanos) {
        open = opening.isEmpty() ? Set.of() : Set.copyOf(opening);
        synchronized (suspects) {
            suspects.values().removeIf(suspect -> suspect.isOver(nowNanos));
        }
    }

    /** A call took longer than its limit, which calls of its sort usually do not. */
    void suspect(Target target, Shape shape, long nowNanos) {
        synchronized (suspects) {
            Suspect known = suspects.get(target);
            if (known != null) {
                known.seen(shape.hash(), nowNanos);
            } else if (suspects.size() < MAX_SUSPECTS) {
                suspects.put(target, new Suspect(shape.hash(), nowNanos));
            }
        }
    }

    /** Whether it is a consequence of what is known already. */
    boolean explain(Finding finding) {
        Set<Target> known = open;
        return !known.isEmpty() && isConsequence(finding) && known.contains(finding.target());
    }

    /** Whether it may turn out to be a consequence of what is not known yet. */
    boolean mayExplain(Finding finding, long nowNanos) {
        if (!isConsequence(finding)) {
            return false;
        }
        synchronized (suspects) {
            Suspect suspect = suspects.get(finding.target());
            return suspect != null && suspect.holds(nowNanos);
        }
    }

    private static boolean isConsequence(Finding finding) {
        return finding.target() != null && FindingType.countsExecutions(finding.type());
    }

    /** Calls to one dependency that take unusually long. */
    private static final class Suspect {
        private final long sinceNanos;
        private long shape;
        private long seenNanos;
        private boolean several;

        Suspect(long shape, long nowNanos) {
            this.shape = shape;
            this.sinceNanos = nowNanos;
            this.seenNanos = nowNanos;
        }

        void seen(long other, long nowNanos) {
            several |= other != shape && nowNanos - seenNanos <= AT_A_TIME;
            shape = other;
            seenNanos = nowNanos;
        }

        boolean holds(long nowNanos) {
            return nowNanos - sinceNanos < PATIENCE;
        }

        /** Where it was judged and is not to blame, that holds until its statements are well again. */
        boolean isOver(long nowNanos) {
            return !several || nowNanos - seenNanos >= PATIENCE;
        }
    }
}
