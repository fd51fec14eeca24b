// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection comes back, whether or not it is still good. On enter: a moment later another thread may have it. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultConnectionPool$PooledConnection",
        methods = "close()")
public final class ConnectionReturn {
    private ConnectionReturn() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.FieldValue(value = "this$0", typing = DYNAMIC) @Nullable Object pool,
            @Advice.FieldValue(value = "wrapped", typing = DYNAMIC) @Nullable Object wrapped) {
        ConnectionPool known = pool == null ? null : ConnectionPools.find(pool);
        Object connection = Pools.identity(wrapped);
        if (known != null && connection != null) {
            known.returned(connection);
        }
    }
}
