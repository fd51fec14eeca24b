// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A reply has been read, before anybody hears of it. */
@Instrument(name = "lettuce", library = "Lettuce", types = "io.lettuce.core.protocol.Command", methods = "complete()")
public final class CommandDone {
    private CommandDone() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) @Nullable Object command) {
        if (command instanceof RedisCommand<?, ?, ?> complete) {
            Call.complete(complete);
        }
    }
}
