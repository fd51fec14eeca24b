// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The pool opens a connection, on a thread of its own. */
@Instrument(
        name = "c3p0",
        library = "c3p0",
        fromJava6 = true,
        types = "com.mchange.v2.resourcepool.BasicResourcePool",
        methods = "doAcquire(int)")
public final class ConnectionOpen {
    private ConnectionOpen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object pool) {
        return ConnectionPool.beginConnecting(ConnectionPools.find(pool));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object before) {
        ConnectionPool.endConnecting(before);
    }
}
