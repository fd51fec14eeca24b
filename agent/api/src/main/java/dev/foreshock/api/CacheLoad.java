// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The making of a value that a cache has not had: what is evidence of a cache stampede, or of a cache that does not help. It begins
 * and ends on one thread, and is no operation: what it asks for is.
 */
public final class CacheLoad {
    /** Loads of further keys are not compared with each other. */
    private static final int MAX_UNDER_WAY = 1_024;

    private static final int MAX_CHARACTERS = 256;
    private static final ConcurrentHashMap<Long, Integer> UNDER_WAY = new ConcurrentHashMap<>();

    private final KnownCache cache;
    private final long keyHash;
    private final int atOnce;
    private final long startNanos;
    private final CacheReads reads;
    private final @Nullable CacheLoad outer;
    private final int depth;
    private final @Nullable LocalTrace unit;
    private final boolean counted;
    private long durationNanos;
    private boolean failed;

    private CacheLoad(KnownCache cache, long keyHash, CacheReads reads, @Nullable LocalTrace unit) {
        this.cache = cache;
        this.keyHash = keyHash;
        this.reads = reads;
        this.unit = unit;
        Long key = keyHash;
        this.counted = UNDER_WAY.size() < MAX_UNDER_WAY || UNDER_WAY.containsKey(key);
        this.atOnce = counted ? UNDER_WAY.merge(key, 1, Integer::sum) : 1;
        this.outer = reads.loading;
        this.depth = reads.beginLoad(this);
        this.startNanos = System.nanoTime();
    }

    /**
     * Begins a load on the current thread. Throws nothing, since it is called from within what the application has handed out.
     *
     * @param name as {@link KnownCache#of} takes it
     * @param key only a hash of it is kept
     * @return {@code null} where nothing is recorded
     */
    public static @Nullable CacheLoad begin(Object cache, @Nullable String name, @Nullable Object key) {
        Cursor cursor = Cursor.get();
        if (cursor.isSuppressed()) {
            return null;
        }
        try {
            KnownCache known = KnownCache.of(cache, name);
            Operation current = cursor.current();
            LocalTrace unit = current == null || current.unit().isEnded() ? null : current.unit();
            return new CacheLoad(known, hash(known.name(), key), cursor.cacheReads(), unit);
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("cache_failed");
            return null;
        }
    }

    /** FNV-1a over the cache's name and a text, or what the key itself says its hash is. */
    private static long hash(String name, @Nullable Object key) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        if (key instanceof String text) {
            for (int i = 0; i < Math.min(text.length(), MAX_CHARACTERS); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
            }
            return hash;
        }
        int own;
        try {
            own = key == null ? 0 : key.hashCode();
        } catch (RuntimeException broken) {
            own = 0;
        }
        return (hash ^ own) * 0x100000001B3L;
    }

    /** Ends it. To be called once, on the thread that has begun it. Throws nothing. */
    public void end(@Nullable Throwable thrown) {
        durationNanos = System.nanoTime() - startNanos;
        failed = thrown != null;
        try {
            close();
            cache.meter().loaded(durationNanos);
            if (unit != null && !unit.isEnded()) {
                unit.cacheUse().loaded(this);
            }
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("cache_failed");
        }
    }

    /** Ends it without counting it: the value is only promised, and will come on some other thread. */
    public void drop() {
        close();
    }

    private void close() {
        reads.endLoad(outer, depth);
        if (counted) {
            UNDER_WAY.computeIfPresent(keyHash, (key, threads) -> threads == 1 ? null : threads - 1);
        }
    }

    /** The name of the cache. */
    public String cacheName() {
        return cache.name();
    }

    /** 64 bits over the cache's name and the key. Two keys may share them where the key is no text. */
    public long keyHash() {
        return keyHash;
    }

    /** How many threads of this process were loading this key when this load began, this one included. */
    public int atOnce() {
        return atOnce;
    }

    /** {@link System#nanoTime} at the beginning. */
    public long startNanos() {
        return startNanos;
    }

    /** 0 while it is under way. */
    public long durationNanos() {
        return durationNanos;
    }

    public boolean isFailed() {
        return failed;
    }
}
