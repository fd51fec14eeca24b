// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redisson;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** An error was read instead of a reply, before anybody hears of it. */
@Instrument(
        name = "redisson",
        library = "Redisson",
        types = "org.redisson.client.protocol.CommandData",
        methods = "tryFailure")
public final class CommandFail {
    private CommandFail() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object command,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object cause) {
        if (cause instanceof Throwable thrown) {
            Call.failed(command, thrown);
        }
    }
}
