// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.tomcatjdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The pool opens a connection, on whatever thread. */
@Instrument(
        name = "tomcat-jdbc",
        library = "Tomcat JDBC pool",
        types = "org.apache.tomcat.jdbc.pool.PooledConnection",
        methods = "connect()")
public final class ConnectionOpen {
    private ConnectionOpen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.FieldValue(value = "parent", typing = DYNAMIC) @Nullable Object pool) {
        return ConnectionPool.beginConnecting(pool == null ? null : Pools.of(pool));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object before) {
        ConnectionPool.endConnecting(before);
    }
}
