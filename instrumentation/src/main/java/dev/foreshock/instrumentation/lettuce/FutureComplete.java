// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A future gets its result: the command has ended, and what its callbacks do belongs to whoever sent it. */
@Instrument(
        name = "lettuce",
        library = "Lettuce",
        types = "io.lettuce.core.protocol.AsyncCommand",
        methods = "completeResult()")
public final class FutureComplete {
    private FutureComplete() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) @Nullable Object command) {
        if (!(command instanceof RedisCommand<?, ?, ?> complete)) {
            return null;
        }
        Object before = Callbacks.begin(complete);
        Call.complete(complete);
        return before;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        Callbacks.end(entered);
    }
}
