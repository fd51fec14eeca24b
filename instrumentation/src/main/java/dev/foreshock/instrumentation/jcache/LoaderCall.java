// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jcache;

import dev.foreshock.api.CacheLoad;
import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import java.util.Collection;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** A loader is called for a look-up of the current thread. Begins and ends on that thread. */
final class LoaderCall {
    private final CacheReads reads;
    private final Object cache;
    private final int keysBefore;
    private final int keys;
    private final @Nullable CacheLoad load;

    private LoaderCall(CacheReads reads, Object cache, @Nullable Object key, int keys) {
        this.reads = reads;
        this.cache = cache;
        this.keysBefore = reads.loadedKeys();
        this.keys = keys;
        reads.setAsked(null, 0);
        this.load = CacheLoad.begin(cache, cache instanceof Cache<?, ?> named ? named.getName() : null, key);
    }

    /**
     * Begins it.
     *
     * @param wanted a key, or several of them
     * @param method {@code load} or {@code loadAll}
     * @return {@code null} where no look-up of a cache is under way, as when one is filled beforehand
     */
    static @Nullable LoaderCall begin(@Nullable Object wanted, String method) {
        Cursor cursor = Cursor.peek();
        CacheReads reads = cursor == null ? null : cursor.cacheReadsIfAny();
        Object cache = reads == null ? null : reads.asked();
        if (reads == null || cache == null) {
            return null;
        }
        if (!method.equals("loadAll") || !(wanted instanceof Collection<?> several)) {
            return new LoaderCall(reads, cache, wanted, 1);
        }
        // One key is the same load as by itself. Several are compared as one.
        return several.size() == 1
                ? new LoaderCall(reads, cache, several.iterator().next(), 1)
                : new LoaderCall(reads, cache, several, several.size());
    }

    void end(@Nullable Throwable thrown) {
        if (load != null) {
            load.end(thrown);
        }
        reads.setAsked(cache, keysBefore + keys);
    }
}
