// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which units of work a slow dependency holds up, and by how much. Gathered only while one is suspected, from the units that
 * end: any thread brings one, and where another is at it already the unit is left out. The clock thread takes the result.
 */
final class Evidence {
    private static final int MAX_UNITS = 16;

    private final @Nullable Target target;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Map<String, Long> nanosByUnit = new LinkedHashMap<>();
    private long callNanos;
    private long unitNanos;
    private long poolWaitNanos;
    private @Nullable Operation slowest;

    Evidence(@Nullable Target target) {
        this.target = target;
    }

    /**
     * A unit has ended.
     *
     * @return its slowest call to this dependency where it is the slowest so far, else {@code null}
     */
    @Nullable
    Operation add(LocalTrace unit) {
        long nanos = 0;
        Operation candidate = null;
        for (int i = 0; i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            if (group.kind().isCall() && Objects.equals(group.target(), target)) {
                nanos += group.sumNanos();
                Operation own = group.slowest();
                if (own != null && (candidate == null || own.durationNanos() > candidate.durationNanos())) {
                    candidate = own;
                }
            }
        }
        if (candidate == null || !busy.compareAndSet(false, true)) {
            return null;
        }
        try {
            return add(unit, nanos, candidate);
        } finally {
            busy.set(false);
        }
    }

    private @Nullable Operation add(LocalTrace unit, long nanos, Operation candidate) {
        long lasted = unit.root().durationNanos();
        // How long a background unit lasts says nothing.
        if (unit.root().kind() != Kind.BACKGROUND) {
            callNanos += Math.min(nanos, lasted);
            unitNanos += lasted;
            poolWaitNanos += Math.min(unit.poolWaitNanos(), lasted);
        }
        String name = Messages.unit(unit);
        if (nanosByUnit.size() < MAX_UNITS || nanosByUnit.containsKey(name)) {
            nanosByUnit.merge(name, nanos, Long::sum);
        }
        if (slowest != null && candidate.durationNanos() <= slowest.durationNanos()) {
            return null;
        }
        slowest = candidate;
        return candidate;
    }

    /** Takes what there is and begins anew; {@code null} where there is nothing, or a unit is just being added. */
    @Nullable
    Taken take() {
        if (!busy.compareAndSet(false, true)) {
            return null;
        }
        try {
            if (slowest == null) {
                return null;
            }
            double share = unitNanos == 0 ? 0 : (double) callNanos / unitNanos;
            double waits = unitNanos == 0 ? 0 : (double) poolWaitNanos / unitNanos;
            Taken taken = new Taken(Map.copyOf(nanosByUnit), share, waits, slowest);
            nanosByUnit.clear();
            callNanos = 0;
            unitNanos = 0;
            poolWaitNanos = 0;
            slowest = null;
            return taken;
        } finally {
            busy.set(false);
        }
    }

    /**
     * @param nanosByUnit how long the units spent in the dependency, by name
     * @param share the part of the time of requests, messages and jobs that they spent in it
     * @param poolWaitShare the part of that time in which they waited until a pool gave them a connection; not in {@code share}
     */
    record Taken(Map<String, Long> nanosByUnit, double share, double poolWaitShare, Operation slowest) {}
}
