// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection is opened, if it is not open yet. In Jedis 3 it introduces itself then. */
@Instrument(
        name = "jedis",
        library = "Jedis",
        types = {"redis.clients.jedis.Connection", "redis.clients.jedis.BinaryClient"},
        methods = "connect()")
public final class ConnectionOpen {
    private ConnectionOpen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object connection) {
        return Exchange.opening(connection);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation operation) {
            Exchange exchange = Exchange.known(connection);
            Exchange.opened(operation, exchange == null ? Addresses.target(connection) : exchange.target(), thrown);
        }
    }
}
