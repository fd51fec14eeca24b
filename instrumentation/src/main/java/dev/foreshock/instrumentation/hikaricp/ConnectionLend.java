// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.hikaricp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The pool's own record of a connection, which lives as long as that: the application gets another proxy each time. */
@Instrument(
        name = "hikaricp",
        library = "HikariCP",
        types = "com.zaxxer.hikari.pool.PoolEntry",
        methods = "createProxyConnection")
public final class ConnectionLend {
    private ConnectionLend() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object entry) {
        ConnectionPool.taken(entry);
    }
}
