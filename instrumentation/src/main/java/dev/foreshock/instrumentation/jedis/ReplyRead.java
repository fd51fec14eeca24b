// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A reply is read. */
@Instrument(
        name = "jedis",
        library = "Jedis",
        types = "redis.clients.jedis.Connection",
        methods = "readProtocolWithCheckingBroken()")
public final class ReplyRead {
    private ReplyRead() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object connection) {
        Exchange exchange = Exchange.known(connection);
        return exchange == null || !exchange.beforeReply() ? null : exchange;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Return(typing = DYNAMIC) @Nullable Object reply,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Exchange exchange) {
            exchange.reply(reply, thrown);
        }
    }
}
