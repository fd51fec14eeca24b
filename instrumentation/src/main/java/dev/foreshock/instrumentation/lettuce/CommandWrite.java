// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.Channel;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A command is handed to a connection. */
@Instrument(
        name = "lettuce",
        library = "Lettuce",
        types = "io.lettuce.core.protocol.DefaultEndpoint",
        methods = "write(io.lettuce.core.protocol.RedisCommand)")
public final class CommandWrite {
    private CommandWrite() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object endpoint,
            @Advice.FieldValue(value = "channel", typing = DYNAMIC) @Nullable Object channel,
            @Advice.FieldValue(value = "autoFlushCommands", typing = DYNAMIC) @Nullable Object flushing,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object command) {
        if (!(command instanceof RedisCommand<?, ?, ?> sent)) {
            return null;
        }
        Channel open = channel instanceof Channel connected ? connected : null;
        return Commands.of(endpoint).send(sent, open, !Boolean.FALSE.equals(flushing)) == null ? null : sent;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null && entered instanceof RedisCommand<?, ?, ?> sent) {
            Call.failed(sent, thrown);
        }
    }
}
