// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Several values are looked up in one step. Each key counts; where it throws, those only that were given to the loader. */
@Instrument(
        name = "jcache",
        library = "JCache",
        types = {
            "org.ehcache.jsr107.Eh107Cache",
            "com.github.benmanes.caffeine.jcache.CacheProxy",
            "com.github.benmanes.caffeine.jcache.LoadingCacheProxy"
        },
        methods = "getAll(java.util.Set)")
public final class CacheGetAll {
    private CacheGetAll() {}

    /** The cache; {@code null} within another look-up. */
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object cache) {
        return Cursor.get().cacheReads().ask(cache) ? cache : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object asked,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object keys,
            @Advice.Return(typing = DYNAMIC) @Nullable Object values,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (asked == null) {
            return;
        }
        int misses = Cursor.get().cacheReads().answered();
        int hits = 0;
        if (thrown == null && keys instanceof Set<?> wanted && values instanceof Map<?, ?> found) {
            int size = wanted.size();
            hits = misses > 0 ? size - misses : found.size();
            misses = size - hits;
        }
        if (asked instanceof Cache<?, ?> cache) {
            CacheReads.read(asked, cache.getName(), hits, misses);
        }
    }
}
