// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.netty.channel.Channel;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The commands that a connection has collected are sent. */
@Instrument(
        name = "lettuce",
        library = "Lettuce",
        types = "io.lettuce.core.protocol.DefaultEndpoint",
        methods = "flushCommands()")
public final class CommandsFlush {
    private CommandsFlush() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object endpoint,
            @Advice.FieldValue(value = "channel", typing = DYNAMIC) @Nullable Object channel) {
        Commands.of(endpoint).flush(channel instanceof Channel connected ? connected : null);
    }
}
