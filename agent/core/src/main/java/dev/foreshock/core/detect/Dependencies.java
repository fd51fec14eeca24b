// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies that have been called lately, by kind, target and shape of the call: at most {@link #CAPACITY}.
 *
 * <p>{@link #record} is hot: a look into an open-addressed table without locks, and one atomic addition; it allocates only for
 * a dependency that is new. Where the table fills up, the clock thread removes those that have not been used for longest;
 * until it has, calls to new ones are counted as dropped.
 */
final class Dependencies {
    static final int CAPACITY = 512;
    private static final int PLACES = 2_048;
    private static final int PROBES = 8;
    private static final int ROOM = CAPACITY / 4;

    private final AtomicReferenceArray<@Nullable Dependency> places = new AtomicReferenceArray<>(PLACES);
    private final AtomicInteger size = new AtomicInteger();
    private final Predicate<Operation> judged;
    private final Outlet outlet;
    private final Time time;

    /**
     * @param judged says of the first call of a dependency whether its duration means anything
     */
    Dependencies(Predicate<Operation> judged, Outlet outlet, Time time) {
        this.judged = judged;
        this.outlet = outlet;
        this.time = time;
    }

    /** A call has ended, sampled or not. */
    void record(Operation operation) {
        if (!operation.kind().isCall()) {
            return;
        }
        long key = Dependency.key(operation);
        Dependency known = find(operation, key);
        if (known == null) {
            known = add(operation, key);
        }
        if (known != null) {
            known.record(operation);
        }
    }

    /** What the call under way belongs to; {@code null} where no call of its sort has ever ended, or none lately. */
    @Nullable
    Dependency find(Operation operation) {
        return find(operation, Dependency.key(operation));
    }

    private @Nullable Dependency find(Operation operation, long key) {
        int start = place(key);
        for (int i = 0; i < PROBES; i++) {
            Dependency there = places.get((start + i) & (PLACES - 1));
            if (there != null && there.takes(operation)) {
                return there;
            }
        }
        return null;
    }

    private @Nullable Dependency add(Operation operation, long key) {
        if (size.incrementAndGet() > CAPACITY) {
            size.decrementAndGet();
            outlet.dropped("dependencies_full", 1);
            return null;
        }
        Dependency fresh = new Dependency(operation, judged.test(operation), time.nanos());
        int start = place(key);
        for (int i = 0; i < PROBES; i++) {
            int at = (start + i) & (PLACES - 1);
            Dependency there = places.compareAndExchange(at, null, fresh);
            if (there == null) {
                return fresh;
            }
            if (there.takes(operation)) {
                size.decrementAndGet();
                return there;
            }
        }
        size.decrementAndGet();
        outlet.dropped("dependencies_full", 1);
        return null;
    }

    private static int place(long key) {
        return (int) (key >>> 53);
    }

    /**
     * Ten seconds have passed; for the clock thread. Takes what was added, and makes room where there is little left.
     *
     * @return all of them, in no order
     */
    List<Dependency> tick(long nowNanos) {
        List<Dependency> all = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            Dependency dependency = places.get(i);
            if (dependency != null) {
                dependency.tick(nowNanos);
                all.add(dependency);
            }
        }
        if (all.size() > CAPACITY - ROOM) {
            makeRoom(all, nowNanos);
        }
        return all;
    }

    /** A dependency used within these ten seconds stays, however many there are. */
    private void makeRoom(List<Dependency> all, long nowNanos) {
        List<Dependency> unused = new ArrayList<>(all);
        unused.removeIf(dependency -> dependency.lastUsedNanos() == nowNanos);
        unused.sort((one, other) -> Long.compare(one.lastUsedNanos() - nowNanos, other.lastUsedNanos() - nowNanos));
        int leaving = Math.min(unused.size(), all.size() - (CAPACITY - 2 * ROOM));
        for (Dependency dependency : unused.subList(0, Math.max(0, leaving))) {
            dependency.retire();
            all.remove(dependency);
            for (int i = 0; i < PLACES; i++) {
                if (places.compareAndSet(i, dependency, null)) {
                    size.decrementAndGet();
                    break;
                }
            }
        }
    }

    int size() {
        return size.get();
    }
}
