// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.caffeine;

import dev.foreshock.api.CacheLoad;
import dev.foreshock.api.CacheReads;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a value as the application wants it made. Called by the thread that has found none. */
final class RecordedLoad implements Function<Object, @Nullable Object> {
    private final Object cache;
    private final Function<Object, @Nullable Object> maker;

    RecordedLoad(Object cache, Function<Object, @Nullable Object> maker) {
        this.cache = cache;
        this.maker = maker;
    }

    @Override
    public @Nullable Object apply(Object key) {
        if (CacheReads.isWithin()) {
            return maker.apply(key);
        }
        CacheLoad load = CacheLoad.begin(cache, null, key);
        Object value;
        try {
            value = maker.apply(key);
        } catch (Throwable thrown) {
            if (load != null) {
                load.end(thrown);
            }
            CacheReads.read(cache, null, false);
            throw thrown;
        }
        if (load != null) {
            if (value instanceof CompletableFuture) {
                load.drop();
            } else {
                load.end(null);
            }
        }
        CacheReads.turnToMiss(cache);
        return value;
    }
}
