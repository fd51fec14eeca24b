// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.caffeine;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A value is looked up, and not made where it is not there. */
@Instrument(
        name = "caffeine",
        library = "Caffeine",
        types = {
            "com.github.benmanes.caffeine.cache.BoundedLocalCache",
            "com.github.benmanes.caffeine.cache.UnboundedLocalCache"
        },
        methods = "getIfPresent(java.lang.Object,boolean)")
public final class CacheGet {
    private CacheGet() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object cache, @Advice.Return(typing = DYNAMIC) @Nullable Object value) {
        CacheReads.read(cache, null, value != null);
    }
}
