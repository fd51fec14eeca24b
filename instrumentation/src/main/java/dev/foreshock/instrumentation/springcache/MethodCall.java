// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CacheLoad;
import dev.foreshock.api.CacheReads;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import java.util.concurrent.CompletionStage;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A {@code @Cacheable} method itself is called. */
@Instrument(
        name = "spring-cache",
        library = "Spring Cache",
        types = "org.springframework.cache.interceptor.CacheAspectSupport",
        methods = "invokeOperation")
public final class MethodCall {
    private MethodCall() {}

    /** The load; {@code null} where no look-up has missed, as for what is put into a cache or evicted. */
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        Cursor cursor = Cursor.peek();
        CacheReads reads = cursor == null ? null : cursor.cacheReadsIfAny();
        return reads == null ? null : reads.beginMissed();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object value,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof CacheLoad load) {
            if (thrown == null && isPromise(value)) {
                load.drop();
            } else {
                load.end(thrown);
            }
        }
    }

    private static boolean isPromise(@Nullable Object value) {
        return value instanceof CompletionStage
                || (value != null && value.getClass().getName().startsWith("reactor."));
    }
}
