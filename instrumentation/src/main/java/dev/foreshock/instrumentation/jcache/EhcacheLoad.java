// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jcache;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Ehcache calls the application's loader, or would if the cache had one that is to be called by look-ups. */
@Instrument(
        name = "jcache",
        library = "JCache",
        types = "org.ehcache.jsr107.Eh107CacheLoaderWriter",
        methods = {"load", "loadAll"})
public final class EhcacheLoad {
    private EhcacheLoad() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object keys,
            @Advice.Origin("#m") String method,
            @Advice.FieldValue("readThrough") boolean readThrough) {
        return readThrough ? LoaderCall.begin(keys, method) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun, @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof LoaderCall call) {
            call.end(thrown);
        }
    }
}
