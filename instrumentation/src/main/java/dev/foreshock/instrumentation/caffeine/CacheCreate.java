// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.caffeine;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.KnownCache;
import dev.foreshock.api.Recorder;
import net.bytebuddy.asm.Advice;

/** A cache is made: it has no name, and is called after the class that makes it. */
@Instrument(
        name = "caffeine",
        library = "Caffeine",
        types = {
            "com.github.benmanes.caffeine.cache.BoundedLocalCache",
            "com.github.benmanes.caffeine.cache.UnboundedLocalCache"
        },
        methods = "<init>")
public final class CacheCreate {
    private CacheCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object cache) {
        CallSite maker = Recorder.instance().callSite();
        KnownCache.of(cache, maker == null ? null : maker.className());
    }
}
