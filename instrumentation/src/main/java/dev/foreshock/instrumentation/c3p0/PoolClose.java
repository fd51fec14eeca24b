// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** A pool is closed. */
@Instrument(
        name = "c3p0",
        library = "c3p0",
        fromJava6 = true,
        types = "com.mchange.v2.resourcepool.BasicResourcePool",
        methods = "close(boolean)")
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
