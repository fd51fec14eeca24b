// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** No reply will come, or it was an error. */
@Instrument(
        name = "lettuce",
        library = "Lettuce",
        types = "io.lettuce.core.protocol.Command",
        methods = "completeExceptionally(java.lang.Throwable)")
public final class CommandFail {
    private CommandFail() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) @Nullable Object command,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object cause) {
        if (command instanceof RedisCommand<?, ?, ?> failed && cause instanceof Throwable thrown) {
            Call.failed(failed, thrown);
        }
    }
}
