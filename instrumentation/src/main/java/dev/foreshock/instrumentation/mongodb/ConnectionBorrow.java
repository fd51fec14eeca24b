// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread asks for a connection, and gets one or not. One overload calls the other: the outermost counts. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultConnectionPool",
        methods = "get")
public final class ConnectionBorrow {
    private ConnectionBorrow() {}

    @Advice.OnMethodEnter(inline = false)
    public static long enter(@Advice.This(typing = DYNAMIC) Object pool) {
        ConnectionPool known = ConnectionPools.find(pool);
        if (known == null) {
            return 0;
        }
        long began = known.begin();
        if (began != 0) {
            known.asking(1);
        }
        return began;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Enter long began,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        ConnectionPool known = began == 0 ? null : ConnectionPools.find(pool);
        if (known == null) {
            return;
        }
        known.asking(-1);
        if (thrown == null) {
            known.borrowed(began, Pools.identity(connection));
        } else {
            known.failed(began, thrown, Pools.isTimeout(thrown));
        }
    }
}
