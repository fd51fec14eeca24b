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

    /** From when on those that wait for a connection wait for a call that has one: an outlier is over before. */
    private static final long HELD_UP_NANOS = 5 * Clock.SECOND;

    private final @Nullable Target target;
    private final long id;
    private final Evidence evidence;
    private final List<Dependency> members = new ArrayList<>();
    private final Map<String, Long> stuckUnits = new LinkedHashMap<>();
    private int running;
    private int stuck;
    private int waiting;
    private int stuckWaiting;
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
        waiting = 0;
        stuckWaiting = 0;
        oldest = null;
    }

    void member(Dependency dependency) {
        members.add(dependency);
    }

    /** A call under way; it is stuck where it has been running for much longer than is usual. */
    void running(RunningCall call, boolean isStuck) {
        if (call.operation().awaitsConnection()) {
            waiting++;
            stuckWaiting += isStuck ? 1 : 0;
            return;
        }
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

    /**
     * All calls under way have been told of. That most of them are stuck is to say that their median age is. Calls that wait for a
     * connection of this process' own pool wait for the dependency only where all that have one are stuck.
     */
    void endRunning() {
        if (oldest != null && stuck == running && oldest.ageNanos() >= HELD_UP_NANOS) {
            stuck += stuckWaiting;
            running += waiting;
        }
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
