// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of work has asked caches for, and what it has loaded into them. Made with the first look-up; a further one costs
 * a search by identity and an increment.
 *
 * <p>Threading: the threads of the unit count without a guard. Of two that look into one cache at the same moment, one may be
 * counted for both. The rest is guarded by the unit.
 */
public final class CacheUse {
    /** Beyond this number of caches look-ups go to the metrics and into the unit's sums only. */
    static final int MAX_CACHES = 8;

    /** A power of two, so that at most half of them are taken. */
    private static final int SLOTS = 2 * MAX_CACHES;

    /** Beyond this number loads are counted only. */
    public static final int MAX_LOADS = 16;

    private final LocalTrace unit;

    /** Found by identity: a cache at each even position, what is known of it at the next one. */
    private final @Nullable Object[] caches = new Object[2 * SLOTS];

    /** Hits at each even position, misses at the next one. */
    private final int[] counts = new int[2 * SLOTS];

    private int size;
    private int otherHits;
    private int otherMisses;
    private @Nullable CacheLoad[] loads = {};
    private int loadCount;
    private long loadNanos;
    private int mostAtOnce;

    CacheUse(LocalTrace unit) {
        this.unit = unit;
    }

    /** A value was looked up, and was there or not. */
    void read(Object cache, @Nullable String name, boolean hit) {
        int slot = slot(cache, name);
        if (slot >= 0) {
            counts[hit ? slot : slot + 1]++;
        } else if (hit) {
            otherHits++;
            KnownCache.of(cache, name).meter().read(1, 0);
        } else {
            otherMisses++;
            KnownCache.of(cache, name).meter().read(0, 1);
        }
    }

    /** Several values were looked up in one step. */
    void read(Object cache, @Nullable String name, int hits, int misses) {
        int slot = slot(cache, name);
        if (slot >= 0) {
            counts[slot] += hits;
            counts[slot + 1] += misses;
        } else {
            otherHits += hits;
            otherMisses += misses;
            KnownCache.of(cache, name).meter().read(hits, misses);
        }
    }

    /** A look-up that will be counted as a hit has found nothing: a value has been made. */
    void turnToMiss(Object cache) {
        int slot = slot(cache, null);
        if (slot >= 0) {
            counts[slot]--;
            counts[slot + 1]++;
        } else {
            otherHits--;
            otherMisses++;
            KnownCache.of(cache, null).meter().read(-1, 1);
        }
    }

    /** Where the cache is counted, below 0 where too many others are. */
    private int slot(Object cache, @Nullable String name) {
        int i = first(cache);
        while (true) {
            Object known = caches[i];
            if (known == cache) {
                return i;
            }
            if (known == null) {
                return size < MAX_CACHES ? add(cache, name) : -1;
            }
            i = (i + 2) & (caches.length - 2);
        }
    }

    private static int first(Object cache) {
        return 2 * (System.identityHashCode(cache) & (SLOTS - 1));
    }

    private int add(Object cache, @Nullable String name) {
        KnownCache known = KnownCache.of(cache, name);
        unit.lock();
        try {
            int i = first(cache);
            while (caches[i] != null && caches[i] != cache) {
                i = (i + 2) & (caches.length - 2);
            }
            if (caches[i] == null) {
                if (size == MAX_CACHES || unit.isEnded()) {
                    return -1;
                }
                size++;
                caches[i + 1] = known;
                caches[i] = cache;
            }
            return i;
        } finally {
            unit.unlock();
        }
    }

    void loaded(CacheLoad load) {
        unit.lock();
        try {
            if (loadCount < MAX_LOADS) {
                if (loadCount == loads.length) {
                    loads = Arrays.copyOf(loads, Math.max(2, 2 * loadCount));
                }
                loads[loadCount] = load;
            }
            loadCount++;
            loadNanos += load.durationNanos();
            mostAtOnce = Math.max(mostAtOnce, load.atOnce());
        } finally {
            unit.unlock();
        }
    }

    /** The unit has ended: its look-ups go into the metrics, and the caches are let go. The recorder alone calls it, once. */
    public void end() {
        for (int i = 0; i < caches.length; i += 2) {
            if (caches[i + 1] instanceof KnownCache known) {
                known.meter().read(Math.max(0, counts[i]), counts[i + 1]);
                caches[i] = null;
            }
        }
    }

    public int hits() {
        int sum = otherHits;
        for (int i = 0; i < counts.length; i += 2) {
            sum += counts[i];
        }
        return sum;
    }

    public int misses() {
        int sum = otherMisses;
        for (int i = 1; i < counts.length; i += 2) {
            sum += counts[i];
        }
        return sum;
    }

    /** How many values were loaded. */
    public int loadCount() {
        return loadCount;
    }

    /** How long that took, all together. */
    public long loadNanos() {
        return loadNanos;
    }

    /** The greatest number of threads of this process that were loading one key at the same time, this unit's included. */
    public int mostAtOnce() {
        return mostAtOnce;
    }

    /** The first {@link #MAX_LOADS} loads; a copy. */
    public List<CacheLoad> loads() {
        unit.lock();
        try {
            CacheLoad[] known = new CacheLoad[Math.min(loadCount, MAX_LOADS)];
            System.arraycopy(loads, 0, known, 0, known.length);
            return List.of(known);
        } finally {
            unit.unlock();
        }
    }
}
