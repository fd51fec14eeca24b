// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.commonspool;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread asks for a connection, and gets one or not. One overload calls another: the outermost counts. */
@Instrument(
        name = "commons-pool",
        library = "Apache Commons Pool 2 under DBCP 2, Jedis and Lettuce",
        fromJava6 = true,
        types = "org.apache.commons.pool2.impl.GenericObjectPool",
        methods = "borrowObject")
public final class ConnectionBorrow {
    private ConnectionBorrow() {}

    @Advice.OnMethodEnter(inline = false)
    public static long enter(@Advice.This(typing = DYNAMIC) Object pool) {
        ConnectionPool known = Pools.of(pool);
        return known == null ? 0 : known.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Enter long began,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        ConnectionPool known = Pools.of(pool);
        if (known == null) {
            return;
        }
        if (thrown != null) {
            known.failed(began, thrown, Pools.isTimeout(thrown));
            return;
        }
        if (connection != null) {
            // Lettuce's pool wraps what the innermost overload answers, and returns it unwrapped.
            ConnectionPool.taken(connection);
        }
        known.borrowed(began, null);
    }
}
