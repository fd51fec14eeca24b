// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import javax.cache.Cache;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A value is looked up, and loaded where it is not there and the cache can do so. */
@Instrument(
        name = "jcache",
        library = "JCache",
        types = {
            "org.ehcache.jsr107.Eh107Cache",
            "com.github.benmanes.caffeine.jcache.CacheProxy",
            "com.github.benmanes.caffeine.jcache.LoadingCacheProxy"
        },
        methods = "get(java.lang.Object)")
public final class CacheGet {
    private CacheGet() {}

    /** The cache; {@code null} within another look-up. */
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object cache) {
        return Cursor.get().cacheReads().ask(cache) ? cache : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object asked,
            @Advice.Return(typing = DYNAMIC) @Nullable Object value,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (asked == null) {
            return;
        }
        boolean loaded = Cursor.get().cacheReads().answered() > 0;
        if ((loaded || thrown == null) && asked instanceof Cache<?, ?> cache) {
            CacheReads.read(asked, cache.getName(), !loaded && value != null);
        }
    }
}
