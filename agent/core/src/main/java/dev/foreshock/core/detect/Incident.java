// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One dependency over the last minutes: which of its operations are slow, and whether its calls hang. Used by the clock thread
 * alone, but for its evidence.
 */
final class Incident {
    /** Ticks without hanging calls after which a dependency that did not answer does so again: five minutes. */
    private static final int CLEAR_TICKS = 30;

    private static final int MIN_STUCK = 5;

    private final @Nullable Target target;
    private final long id;
    private final Evidence evidence;
    private final List<Dependency> members = new ArrayList<>();
    private final Map<String, Long> stuckUnits = new LinkedHashMap<>();
    private int running;
    private int stuck;
    private @Nullable RunningCall oldest;
    private boolean hanging;
    private int quietTicks;
    private boolean announced;
    private long openedNanos;

    /**
     * @param id of the finding
     */
    Incident(@Nullable Target target, long id) {
        this.target = target;
        this.id = id;
        this.evidence = new Evidence(target);
    }

    void beginTick() {
        members.clear();
        stuckUnits.clear();
        running = 0;
        stuck = 0;
        oldest = null;
    }

    void member(Dependency dependency) {
        members.add(dependency);
    }

    /** A call under way; it is stuck where it has been running for much longer than is usual. */
    void running(RunningCall call, boolean isStuck) {
        running++;
        if (!isStuck) {
            return;
        }
        stuck++;
        Operation operation = call.operation();
        if (stuckUnits.size() < 16) {
            stuckUnits.merge(Messages.unit(operation.unit()), call.ageNanos(), Long::sum);
        }
        if (oldest == null || call.ageNanos() > oldest.ageNanos()) {
            oldest = call;
        }
    }

    /** All calls under way have been told of. That most of them are stuck is to say that their median age is. */
    void endRunning() {
        if (stuck >= MIN_STUCK && stuck * 2 >= running) {
            hanging = true;
            quietTicks = 0;
        } else if (hanging && stuck < 2 && ++quietTicks >= CLEAR_TICKS) {
            hanging = false;
        }
        for (Dependency member : members) {
            member.hanging(hanging);
        }
    }

    /** Whether calls hang right now. */
    boolean isStuckNow() {
        return hanging && quietTicks == 0;
    }

    boolean isOpen() {
        return hanging || slow() > 0;
    }

    boolean isSuspected() {
        boolean suspected = hanging;
        for (int i = 0; i < members.size() && !suspected; i++) {
            suspected = members.get(i).slowness().isSuspected();
        }
        return suspected;
    }

    /** How many of its operations are slow. */
    int slow() {
        int slow = 0;
        for (Dependency member : members) {
            slow += member.slowness().isOpen() ? 1 : 0;
        }
        return slow;
    }

    /** The slow operation that took longest in the last minute, {@code null} where none was slow in it. */
    @Nullable
    Dependency worst() {
        Dependency worst = null;
        for (Dependency member : members) {
            if (member.slowness().isOpen()
                    && member.slowness().isOver()
                    && (worst == null || member.quantile(0.95) > worst.quantile(0.95))) {
                worst = member;
            }
        }
        return worst;
    }

    /** Remembers that it has been said. Answers whether it was said before. */
    boolean announce(long nowNanos) {
        boolean before = announced;
        if (!before) {
            openedNanos = nowNanos;
        }
        announced = true;
        return before;
    }

    boolean isAnnounced() {
        return announced;
    }

    void cleared() {
        announced = false;
    }

    long openedNanos() {
        return openedNanos;
    }

    @Nullable
    Target target() {
        return target;
    }

    long id() {
        return id;
    }

    Evidence evidence() {
        return evidence;
    }

    List<Dependency> members() {
        return members;
    }

    Map<String, Long> stuckUnits() {
        return stuckUnits;
    }

    int stuck() {
        return stuck;
    }

    int running() {
        return running;
    }

    @Nullable
    RunningCall oldest() {
        return oldest;
    }
}
