// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection comes back, or is closed for good. On enter: a moment later another thread may have it. */
@Instrument(
        name = "c3p0",
        library = "c3p0",
        fromJava6 = true,
        types = "com.mchange.v2.resourcepool.BasicResourcePool",
        methods = {"checkinResource", "markBroken", "removeResource"})
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
