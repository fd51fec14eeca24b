// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.caffeine;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A bounded cache has found nothing, and goes on to make a value. */
@Instrument(
        name = "caffeine",
        library = "Caffeine",
        types = "com.github.benmanes.caffeine.cache.BoundedLocalCache",
        methods = "doComputeIfAbsent")
public final class CacheMiss {
    private CacheMiss() {}

    @SuppressWarnings("unchecked")
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 2, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object cache,
            @Advice.Argument(value = 2, typing = DYNAMIC) @Nullable Object maker) {
        return maker instanceof Function<?, ?> function
                ? new RecordedLoad(cache, (Function<Object, @Nullable Object>) function)
                : null;
    }
}
