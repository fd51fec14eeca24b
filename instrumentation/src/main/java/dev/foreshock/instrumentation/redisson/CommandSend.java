// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redisson;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnection;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.CommandsData;

/** One command, or several at once, are handed to a connection. */
@Instrument(
        name = "redisson",
        library = "Redisson",
        types = "org.redisson.client.RedisConnection",
        methods = {"send(org.redisson.client.protocol.CommandData)", "send(org.redisson.client.protocol.CommandsData)"})
public final class CommandSend {
    private CommandSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object data) {
        if (!(connection instanceof RedisConnection open)) {
            return;
        }
        if (data instanceof CommandData<?, ?> command) {
            Call.begin(open, command);
        } else if (data instanceof CommandsData commands) {
            Call.begin(open, commands);
        }
    }
}
