// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.commands.ProtocolCommand;

/** A command is written, in Jedis 3. Later versions have this method for a few commands, and pass them on to another one. */
@Instrument(
        name = "jedis",
        library = "Jedis",
        types = "redis.clients.jedis.Connection",
        methods = "sendCommand(redis.clients.jedis.commands.ProtocolCommand,byte[][])")
public final class CommandSend3 {
    private CommandSend3() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object command,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object arguments) {
        if (!Addresses.isVersion3(connection)
                || !(command instanceof ProtocolCommand sent)
                || !(arguments instanceof byte[][] words)) {
            return null;
        }
        Exchange exchange = Exchange.of(connection, connection);
        return !exchange.send(SentCommand.of(sent.getRaw(), words)) ? null : exchange;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Exchange exchange) {
            exchange.sent(thrown);
        }
    }
}
