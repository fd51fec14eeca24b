// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection of a pool is opened and introduces itself, for the thread that asked or to have enough of them. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultConnectionPool$PooledConnection",
        methods = "open")
public final class ConnectionOpen {
    private ConnectionOpen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.FieldValue(value = "this$0", typing = DYNAMIC) @Nullable Object pool) {
        ConnectionPool known = pool == null ? null : ConnectionPools.find(pool);
        return known == null ? null : Opening.begin(known);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun, @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Opening opening) {
            opening.end(thrown);
        }
    }
}
