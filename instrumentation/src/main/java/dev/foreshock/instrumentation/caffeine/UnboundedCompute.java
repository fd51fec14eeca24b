// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.caffeine;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Instrument;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** As {@link CacheCompute}, for a cache that does so in one step. */
@Instrument(
        name = "caffeine",
        library = "Caffeine",
        types = "com.github.benmanes.caffeine.cache.UnboundedLocalCache",
        methods = "computeIfAbsent")
public final class UnboundedCompute {
    private UnboundedCompute() {}

    @SuppressWarnings("unchecked")
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object cache,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object maker) {
        return maker instanceof Function<?, ?> function
                ? new RecordedLoad(cache, (Function<Object, @Nullable Object>) function)
                : null;
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object cache) {
        CacheReads.read(cache, null, true);
    }
}
