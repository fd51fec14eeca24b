// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread asks for a connection, and gets one or not. It asks again where the first one does not work: all is one wait. */
@Instrument(
        name = "c3p0",
        library = "c3p0",
        fromJava6 = true,
        types = "com.mchange.v2.resourcepool.BasicResourcePool",
        methods = "checkoutResource")
public final class ConnectionBorrow {
    /** By its name: the type's own supertypes are in a library that the agent is not compiled against. */
    private static final String TIMEOUT = "com.mchange.v2.resourcepool.TimeoutException";

    private ConnectionBorrow() {}

    @Advice.OnMethodEnter(inline = false)
    public static long enter(@Advice.This(typing = DYNAMIC) Object pool) {
        ConnectionPool known = ConnectionPools.find(pool);
        return known == null ? 0 : known.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.Enter long began,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        ConnectionPool known = began == 0 ? null : ConnectionPools.find(pool);
        if (known == null) {
            return;
        }
        if (thrown == null) {
            known.borrowed(began, connection);
        } else {
            known.failed(began, thrown, thrown.getClass().getName().equals(TIMEOUT));
        }
    }
}
