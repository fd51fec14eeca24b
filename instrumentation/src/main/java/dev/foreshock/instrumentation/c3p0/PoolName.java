// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A data source makes a pool: from here it is known what the application calls it. */
@Instrument(
        name = "c3p0",
        library = "c3p0",
        fromJava6 = true,
        types = "com.mchange.v2.c3p0.impl.C3P0PooledConnectionPoolManager",
        methods = "createPooledConnectionPool")
public final class PoolName {
    private PoolName() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.FieldValue(value = "parentDataSourceName", typing = DYNAMIC) @Nullable Object name,
            @Advice.FieldValue(value = "parentDataSourceIdentityToken", typing = DYNAMIC) @Nullable Object token) {
        // A data source without a name is called by a token, which is another one after each start.
        if (name != null && !name.equals(token)) {
            Cursor.get().remember(ConnectionPool.class, name);
        }
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit() {
        Cursor.get().forget(ConnectionPool.class);
    }
}
