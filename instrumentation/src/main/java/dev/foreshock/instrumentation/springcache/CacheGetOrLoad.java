// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import java.util.concurrent.Callable;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/** A cache is asked for a value, and given what makes it: {@code @Cacheable(sync = true)}. */
@Instrument(
        name = "spring-cache",
        library = "Spring Cache",
        types = {
            "org.springframework.cache.concurrent.ConcurrentMapCache",
            "org.springframework.cache.caffeine.CaffeineCache"
        },
        methods = "get(java.lang.Object,java.util.concurrent.Callable)")
public final class CacheGetOrLoad {
    private CacheGetOrLoad() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object cache,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object key,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object loader) {
        CacheReads reads = Cursor.get().cacheReads();
        if (!(cache instanceof Cache asked) || !(loader instanceof Callable<?> given) || CacheReads.isWithin()) {
            return null;
        }
        reads.enter();
        return new RecordedLoader(asked, key, given);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This(typing = DYNAMIC) Object cache, @Advice.Enter @Nullable Object entered) {
        if (entered instanceof RecordedLoader loader) {
            Cursor.get().cacheReads().leave();
            CacheReads.read(cache, ((Cache) cache).getName(), !loader.isCalled());
        }
    }
}
