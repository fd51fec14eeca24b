// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A command is written, from Jedis 4 on. */
@Instrument(
        name = "jedis",
        library = "Jedis",
        types = "redis.clients.jedis.Connection",
        methods = "sendCommand(redis.clients.jedis.CommandArguments)")
public final class CommandSend {
    private CommandSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.FieldValue(value = "socketFactory", typing = DYNAMIC) @Nullable Object factory,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object arguments) {
        if (!(arguments instanceof Iterable<?> words)) {
            return null;
        }
        Exchange exchange = Exchange.of(connection, factory);
        return !exchange.send(SentCommand.of(words)) ? null : exchange;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Exchange exchange) {
            exchange.sent(thrown);
        }
    }
}
