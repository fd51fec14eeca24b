// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A command is given up. */
@Instrument(name = "lettuce", library = "Lettuce", types = "io.lettuce.core.protocol.Command", methods = "cancel()")
public final class CommandCancel {
    private CommandCancel() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) @Nullable Object command) {
        if (command instanceof RedisCommand<?, ?, ?> cancelled) {
            Call.cancelled(cancelled);
        }
    }
}
