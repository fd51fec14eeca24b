// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What was written leaves. Where that fails, nobody reads a reply. */
@Instrument(name = "jedis", library = "Jedis", types = "redis.clients.jedis.Connection", methods = "flush()")
public final class CommandsFlush {
    private CommandsFlush() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object connection, @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        Exchange exchange = Exchange.known(connection);
        if (exchange != null) {
            exchange.failed(thrown);
        }
    }
}
