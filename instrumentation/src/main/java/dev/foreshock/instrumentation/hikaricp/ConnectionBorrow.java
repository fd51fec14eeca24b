// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.hikaricp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Instrument;
import java.sql.SQLTransientConnectionException;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread asks for a connection, and gets one or not. */
@Instrument(
        name = "hikaricp",
        library = "HikariCP",
        types = "com.zaxxer.hikari.pool.HikariPool",
        methods = "getConnection(long)")
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
            @Advice.Thrown @Nullable Throwable thrown) {
        ConnectionPool known = began == 0 ? null : Pools.of(pool);
        if (known == null) {
            return;
        }
        if (thrown == null) {
            known.borrowed(began, null);
        } else {
            known.failed(began, thrown, thrown instanceof SQLTransientConnectionException);
        }
    }
}
