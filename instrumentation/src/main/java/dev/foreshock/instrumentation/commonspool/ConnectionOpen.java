// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.commonspool;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The pool opens a connection, on whatever thread. */
@Instrument(
        name = "commons-pool",
        library = "Apache Commons Pool 2 under DBCP 2, Jedis and Lettuce",
        fromJava6 = true,
        types = "org.apache.commons.pool2.impl.GenericObjectPool",
        methods = "create")
public final class ConnectionOpen {
    private ConnectionOpen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object pool) {
        return ConnectionPool.beginConnecting(Pools.of(pool));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object before) {
        ConnectionPool.endConnecting(before);
    }
}
