// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/** The cache of a {@code @Cacheable} method is asked. */
@Instrument(
        name = "spring-cache",
        library = "Spring Cache",
        types = "org.springframework.cache.interceptor.AbstractCacheInvoker",
        methods = "doGet(org.springframework.cache.Cache,java.lang.Object)")
public final class CacheLookUp {
    private CacheLookUp() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
        Cursor.get().cacheReads().enter();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object asked,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object key,
            @Advice.Return(typing = DYNAMIC) @Nullable Object value,
            @Advice.Thrown @Nullable Throwable thrown) {
        CacheReads reads = Cursor.get().cacheReads();
        reads.leave();
        reads.forgetMissed();
        if (thrown == null && asked instanceof Cache cache && !CacheReads.isWithin()) {
            CacheReads.read(cache, cache.getName(), value != null);
            if (value == null) {
                reads.missed(cache, cache.getName(), key);
            }
        }
    }
}
