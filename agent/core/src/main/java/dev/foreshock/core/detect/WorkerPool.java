// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Finding;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads of one pool that wait for one dependency, from look to look. Used by the clock thread alone. */
final class WorkerPool {
    /** Of calls that take longer than a second, however little, a tenth is that old at any time but by chance. */
    private static final double OLD_SHARE = 0.1;

    private static final long OLD_NANOS = Clock.SECOND;
    private static final int LOOKS_TO_OPEN = 2;
    private static final int LOOKS_TO_CLEAR = 3;
    private static final int MAX_UNITS = 16;
    private static final int EVENT_LOOPS = 2;

    private final String name;
    private final String kind;
    private final Target target;
    private final long id;
    private final Set<Thread> waiting = new HashSet<>();
    private final Map<String, Long> units = new HashMap<>();
    private int old;
    private int forConnection;
    private @Nullable RunningCall oldest;
    private int size = Integer.MAX_VALUE;
    private int looks;
    private int goodLooks;
    private boolean open;

    WorkerPool(String name, Target target) {
        this.name = name;
        this.target = target;
        kind = ThreadKind.of(name);
        id = Finding.id(FindingType.WORKER_SATURATION, kind, null, null, target);
    }

    void beginTick() {
        waiting.clear();
        units.clear();
        old = 0;
        forConnection = 0;
        oldest = null;
    }

    /** A thread that waits in a call. */
    void add(RunningCall call, Thread thread) {
        add(call.operation().unit(), thread, call.ageNanos());
        if (oldest == null || oldest.operation().kind().isUnit() || call.ageNanos() > oldest.ageNanos()) {
            oldest = call;
        }
    }

    /** A thread that waits for a connection. How long is not known, but that its request is no older. */
    void addForConnection(LocalTrace unit, Thread thread, long ageNanos) {
        forConnection++;
        add(unit, thread, ageNanos);
        Operation root = unit.root();
        if (oldest == null) {
            oldest = new RunningCall(root, null, ageNanos);
        }
    }

    private void add(LocalTrace unit, Thread thread, long ageNanos) {
        if (waiting.add(thread) && ageNanos >= OLD_NANOS) {
            old++;
        }
        if (units.size() < MAX_UNITS) {
            units.merge(Messages.unit(unit), ageNanos, Long::sum);
        }
    }

    /**
     * One more look.
     *
     * @param saturated whether too many threads wait, and none is free
     * @param wellBelow whether so few wait that it is over
     * @param alive how many threads the pool has
     */
    void look(boolean saturated, boolean wellBelow, int alive) {
        boolean isOld = old > 0 && old >= OLD_SHARE * waiting.size();
        // A pool that still grows is not full.
        looks = !saturated || !isOld ? 0 : alive <= size ? looks + 1 : 1;
        size = alive;
        goodLooks = wellBelow || !isOld ? goodLooks + 1 : 0;
    }

    boolean isShown() {
        return looks >= LOOKS_TO_OPEN;
    }

    boolean isOver() {
        return open && goodLooks >= LOOKS_TO_CLEAR;
    }

    void open(boolean now) {
        open = now;
    }

    boolean isOpen() {
        return open;
    }

    /** From how many waiting threads on it is spoken of: an event loop has one thread for each processor. */
    int least(int configured) {
        return isEventLoop() ? EVENT_LOOPS : configured;
    }

    boolean isEventLoop() {
        return kind.contains("eventloop") || kind.contains("EventLoop") || kind.startsWith("reactor-http-");
    }

    String name() {
        return name;
    }

    /** The name as it is said, without any number. */
    String kind() {
        return kind;
    }

    Target target() {
        return target;
    }

    long id() {
        return id;
    }

    int waiting() {
        return waiting.size();
    }

    /** How many of them wait for a connection to it rather than for its answer. */
    int forConnection() {
        return forConnection;
    }

    /** How many threads there are. */
    int size() {
        return size;
    }

    /** Who waits, and for how long all together. */
    Map<String, Long> units() {
        return units;
    }

    /** The oldest call, else the request that has waited longest for a connection. */
    @Nullable
    RunningCall oldest() {
        return oldest;
    }
}
