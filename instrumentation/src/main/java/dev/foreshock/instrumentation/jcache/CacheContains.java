// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Whether a key is there is no look-up, here as in the cache of Caffeine's below, which is asked for the value. */
@Instrument(
        name = "jcache",
        library = "JCache",
        types = "com.github.benmanes.caffeine.jcache.CacheProxy",
        methods = "containsKey(java.lang.Object)")
public final class CacheContains {
    private CacheContains() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object cache) {
        CacheReads reads = Cursor.get().cacheReads();
        reads.enter();
        return cache;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered != null) {
            Cursor.get().cacheReads().leave();
        }
    }
}
