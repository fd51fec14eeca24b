// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.commonspool;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection comes back, or is closed for good. On enter: a moment later another thread may have it. */
@Instrument(
        name = "commons-pool",
        library = "Apache Commons Pool 2 under DBCP 2, Jedis and Lettuce",
        fromJava6 = true,
        types = "org.apache.commons.pool2.impl.GenericObjectPool",
        methods = {"returnObject", "invalidateObject"})
public final class ConnectionReturn {
    private ConnectionReturn() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object connection) {
        ConnectionPool known = ConnectionPools.find(pool);
        if (known != null && connection != null) {
            known.returned(connection);
        }
    }
}
