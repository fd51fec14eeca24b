// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** A pool is closed: its client is, or its server is no longer one of the cluster's. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultConnectionPool",
        methods = "close()")
public final class PoolClose {
    private PoolClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object pool) {
        ConnectionPool known = ConnectionPools.find(pool);
        if (known != null) {
            known.closed();
        }
    }
}
