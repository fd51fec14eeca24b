// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.hikaricp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection comes back, or is closed for good. On enter: a moment later another thread may have it. */
@Instrument(
        name = "hikaricp",
        library = "HikariCP",
        types = "com.zaxxer.hikari.pool.HikariPool",
        methods = {
            "recycle(com.zaxxer.hikari.pool.PoolEntry)",
            "closeConnection(com.zaxxer.hikari.pool.PoolEntry,java.lang.String)"
        })
public final class ConnectionReturn {
    private ConnectionReturn() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object entry) {
        ConnectionPool known = ConnectionPools.find(pool);
        if (known != null && entry != null) {
            known.returned(entry);
        }
    }
}
