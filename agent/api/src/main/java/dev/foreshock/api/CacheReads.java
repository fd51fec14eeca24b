// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What the current thread is doing with caches. A cache that looks into another one is one look-up, that of the outer one. Only its
 * own thread touches it.
 */
public final class CacheReads {
    private int depth;
    private @Nullable Object missed;
    private @Nullable Object missedKey;
    private @Nullable String missedName;
    private @Nullable Object asked;
    private int loadedKeys;

    /** The innermost load that this thread is in. */
    @Nullable
    CacheLoad loading;

    CacheReads() {}

    /**
     * A value was looked up. Nothing outside any unit of work, and within another cache's look-up. Some nanoseconds, and no
     * allocation but for the first one of a unit.
     *
     * @param name where the cache tells it; {@code null} where it was told before, or is not known
     */
    public static void read(Object cache, @Nullable String name, boolean hit) {
        try {
            CacheUse use = use();
            if (use != null) {
                use.read(cache, name, hit);
            }
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("cache_failed");
        }
    }

    /** As {@link #read(Object, String, boolean)}, for several values at once. */
    public static void read(Object cache, @Nullable String name, int hits, int misses) {
        CacheUse use = hits > 0 || misses > 0 ? use() : null;
        if (use != null) {
            use.read(cache, name, Math.max(0, hits), Math.max(0, misses));
        }
    }

    /** The look-up under way, which will end as a {@link #read} that is a hit, has made a value: it is a miss. */
    public static void turnToMiss(Object cache) {
        try {
            CacheUse use = use();
            if (use != null) {
                use.turnToMiss(cache);
            }
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("cache_failed");
        }
    }

    private static @Nullable CacheUse use() {
        Cursor cursor = Cursor.peek();
        Operation current = cursor == null ? null : cursor.current();
        if (cursor == null || current == null) {
            return null;
        }
        CacheReads reads = cursor.cacheReadsIfAny();
        LocalTrace unit = current.unit();
        return (reads == null || reads.depth == 0) && !unit.isEnded() ? unit.cacheUse() : null;
    }

    /** Whether the thread is in a cache's look-up already: what lies below is a part of that. */
    public static boolean isWithin() {
        Cursor cursor = Cursor.peek();
        CacheReads reads = cursor == null ? null : cursor.cacheReadsIfAny();
        return reads != null && reads.depth > 0;
    }

    /** A look-up begins that may look into other caches. To be left by {@link #leave}. */
    public void enter() {
        depth++;
    }

    public void leave() {
        if (depth > 0) {
            depth--;
        }
    }

    /**
     * A look-up begins in a cache that may call a loader of its own on the way, which does not know the cache. To be ended by
     * {@link #answered}, unless it is a part of another look-up: then this answers {@code false}, and nothing has begun.
     */
    public boolean ask(Object cache) {
        if (depth > 0) {
            return false;
        }
        enter();
        setAsked(cache, 0);
        return true;
    }

    /** Ends what {@link #ask} has begun. Answers how many keys the loader was given for it. */
    public int answered() {
        int loaded = loadedKeys;
        leave();
        setAsked(null, 0);
        return loaded;
    }

    /** The cache whose look-up is under way, {@code null} where none is that {@link #ask} has begun, or in a load for it. */
    public @Nullable Object asked() {
        return asked;
    }

    /** How many keys its loader was given so far. */
    public int loadedKeys() {
        return loadedKeys;
    }

    /** Where a load begins, which asks caches of its own, and where it ends and the look-up goes on. */
    public void setAsked(@Nullable Object cache, int keys) {
        asked = cache;
        loadedKeys = keys;
    }

    /** The application will make the value now, most likely: {@link #beginMissed} tells where that begins. */
    public void missed(Object cache, String name, @Nullable Object key) {
        missed = cache;
        missedName = name;
        missedKey = key;
    }

    /** Begins the load that {@link #missed} has announced; {@code null} where nothing was. */
    public @Nullable CacheLoad beginMissed() {
        Object cache = missed;
        Object key = missedKey;
        String name = missedName;
        forgetMissed();
        return cache == null ? null : CacheLoad.begin(cache, name, key);
    }

    public void forgetMissed() {
        missed = null;
        missedKey = null;
        missedName = null;
    }

    /** A load has its own look-ups, which are no part of the one that has led to it. Answers what {@link #depth} to go back to. */
    int beginLoad(CacheLoad load) {
        int before = depth;
        depth = 0;
        loading = load;
        return before;
    }

    void endLoad(@Nullable CacheLoad outer, int before) {
        depth = before;
        loading = outer;
    }

    /** A unit of work begins: whatever was left open on this thread is over. */
    void clear() {
        depth = 0;
        loading = null;
        setAsked(null, 0);
        forgetMissed();
    }
}
