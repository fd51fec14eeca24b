// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.tomcatjdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jspecify.annotations.Nullable;

/** A thread asks for a connection, and gets one or not. One that does not wait (0) fills the pool, or goes on elsewhere. */
@Instrument(
        name = "tomcat-jdbc",
        library = "Tomcat JDBC pool",
        types = "org.apache.tomcat.jdbc.pool.ConnectionPool",
        methods = "borrowConnection(int,java.lang.String,java.lang.String)")
public final class ConnectionBorrow {
    private ConnectionBorrow() {}

    @Advice.OnMethodEnter(inline = false)
    public static long enter(@Advice.This(typing = DYNAMIC) Object pool, @Advice.Argument(0) int wait) {
        ConnectionPool known = wait == 0 ? null : Pools.of(pool);
        return known == null ? 0 : known.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Enter long began,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        ConnectionPool known = began == 0 ? null : Pools.of(pool);
        if (known == null) {
            return;
        }
        if (thrown == null) {
            known.borrowed(began, connection);
        } else {
            known.failed(began, thrown, thrown instanceof PoolExhaustedException);
        }
    }
}
