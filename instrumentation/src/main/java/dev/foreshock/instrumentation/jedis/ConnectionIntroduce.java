// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection is opened and introduces itself, since Jedis 4: its commands (AUTH, HELLO, SELECT) are part of that. */
@Instrument(
        name = "jedis",
        library = "Jedis",
        types = "redis.clients.jedis.Connection",
        methods = "initializeFromClientConfig")
public final class ConnectionIntroduce {
    private ConnectionIntroduce() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object connection) {
        return Exchange.opening(connection);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.FieldValue(value = "socketFactory", typing = DYNAMIC) @Nullable Object factory,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation operation) {
            Exchange.opened(operation, Exchange.of(connection, factory).target(), thrown);
        }
    }
}
