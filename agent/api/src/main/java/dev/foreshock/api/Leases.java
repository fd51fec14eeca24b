// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one pool, found by identity: an open-addressed table that is at most half full. Looking one up takes no lock
 * and allocates nothing; a lock is taken only where a connection is met for the first time. Holds {@value #MAX} at most.
 */
final class Leases {
    static final int MAX = 1_024;
    private static final int FIRST_SLOTS = 32;
    private static final long FULL_PAUSE_NANOS = 1_000_000_000L;

    private volatile AtomicReferenceArray<@Nullable Lease> table = new AtomicReferenceArray<>(FIRST_SLOTS);
    private volatile boolean isFull;
    private volatile long fullNanos;
    private int size;

    @Nullable
    Lease find(Object connection) {
        AtomicReferenceArray<@Nullable Lease> slots = table;
        int mask = slots.length() - 1;
        for (int i = slot(System.identityHashCode(connection)) & mask; ; i = (i + 1) & mask) {
            Lease lease = slots.get(i);
            if (lease == null || lease.refersTo(connection)) {
                return lease;
            }
        }
    }

    /** The connection's lease; {@code null} where there are too many, which is looked at again after a second. */
    @Nullable
    Lease findOrAdd(Object connection, long nowNanos) {
        return isFull && nowNanos - fullNanos < FULL_PAUSE_NANOS ? null : add(connection, nowNanos);
    }

    private synchronized @Nullable Lease add(Object connection, long nowNanos) {
        Lease known = find(connection);
        if (known != null) {
            return known;
        }
        if (size >= MAX || (size + 1) * 2 > table.length()) {
            rebuild();
        }
        isFull = size >= MAX;
        if (isFull) {
            fullNanos = nowNanos;
            return null;
        }
        Lease lease = new Lease(connection, System.identityHashCode(connection));
        put(table, lease);
        size++;
        return lease;
    }

    /** Drops connections that are gone, and makes room for as many again as there are. */
    private void rebuild() {
        AtomicReferenceArray<@Nullable Lease> old = table;
        List<Lease> kept = new ArrayList<>(size);
        for (int i = 0; i < old.length(); i++) {
            Lease lease = old.get(i);
            if (lease != null && !lease.refersTo(null)) {
                kept.add(lease);
            }
        }
        int slots = FIRST_SLOTS;
        while (slots < 4 * (kept.size() + 1)) {
            slots *= 2;
        }
        AtomicReferenceArray<@Nullable Lease> fresh = new AtomicReferenceArray<>(slots);
        for (Lease lease : kept) {
            put(fresh, lease);
        }
        size = kept.size();
        table = fresh;
    }

    private static void put(AtomicReferenceArray<@Nullable Lease> slots, Lease lease) {
        int mask = slots.length() - 1;
        int i = slot(lease.hash) & mask;
        while (slots.get(i) != null) {
            i = (i + 1) & mask;
        }
        slots.set(i, lease);
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B9) >>> 16;
    }

    /** The clock calls it about once a second. */
    void releaseEndedUnits() {
        AtomicReferenceArray<@Nullable Lease> slots = table;
        for (int i = 0; i < slots.length(); i++) {
            Lease lease = slots.get(i);
            if (lease != null) {
                lease.releaseEndedUnit();
            }
        }
    }

    List<PoolHolder> holders() {
        List<PoolHolder> holders = new ArrayList<>();
        AtomicReferenceArray<@Nullable Lease> slots = table;
        for (int i = 0; i < slots.length(); i++) {
            Lease lease = slots.get(i);
            // A connection that was borrowed and lost is no longer held by anybody.
            PoolHolder holder = lease == null || lease.refersTo(null) ? null : lease.holder();
            if (holder != null) {
                holders.add(holder);
            }
        }
        return holders;
    }
}
