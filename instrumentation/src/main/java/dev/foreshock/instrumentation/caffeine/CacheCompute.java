// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.caffeine;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/**
 * A value is looked up that is made where it is not there: it counts as a hit, which {@link RecordedLoad} has turned into a miss
 * where it was made. A look-up that throws counts nothing here.
 */
@Instrument(
        name = "caffeine",
        library = "Caffeine",
        types = "com.github.benmanes.caffeine.cache.BoundedLocalCache",
        methods = "computeIfAbsent")
public final class CacheCompute {
    private CacheCompute() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object cache) {
        CacheReads.read(cache, null, true);
    }
}
