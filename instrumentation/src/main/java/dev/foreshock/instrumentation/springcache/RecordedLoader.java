// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springcache;

import dev.foreshock.api.CacheLoad;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/** Makes a value as the application wants it made. Called by one thread, at most once. */
final class RecordedLoader implements Callable<@Nullable Object> {
    private final Cache cache;
    private final @Nullable Object key;
    private final Callable<?> loader;
    private boolean called;

    RecordedLoader(Cache cache, @Nullable Object key, Callable<?> loader) {
        this.cache = cache;
        this.key = key;
        this.loader = loader;
    }

    @Override
    public @Nullable Object call() throws Exception {
        called = true;
        CacheLoad load = CacheLoad.begin(cache, cache.getName(), key);
        Object value;
        try {
            value = loader.call();
        } catch (Throwable thrown) {
            if (load != null) {
                load.end(thrown);
            }
            throw thrown;
        }
        if (load != null) {
            load.end(null);
        }
        return value;
    }

    boolean isCalled() {
        return called;
    }
}
