// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redisson;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A reply has been read, before anybody hears of it. */
@Instrument(
        name = "redisson",
        library = "Redisson",
        types = "org.redisson.client.handler.CommandDecoder",
        methods = "completeResponse")
public final class CommandComplete {
    private CommandComplete() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object command,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object reply) {
        if (command != null) {
            Call.complete(command, reply);
        }
    }
}
