// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Caffeine calls the application's loader. */
@Instrument(
        name = "jcache",
        library = "JCache",
        types = "com.github.benmanes.caffeine.jcache.integration.JCacheLoaderAdapter",
        methods = {"load", "loadAll"})
public final class CaffeineLoad {
    private CaffeineLoad() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object keys, @Advice.Origin("#m") String method) {
        return LoaderCall.begin(keys, method);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun, @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof LoaderCall call) {
            call.end(thrown);
        }
    }
}
