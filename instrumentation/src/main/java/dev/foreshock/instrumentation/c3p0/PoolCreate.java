// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.PoolGauges;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A pool is made: from here on it is known, with what it keeps its connections in. */
@Instrument(
        name = "c3p0",
        library = "c3p0",
        fromJava6 = true,
        types = "com.mchange.v2.resourcepool.BasicResourcePool",
        methods = "<init>")
public final class PoolCreate {
    private PoolCreate() {}

    private static final PoolGauges GAUGES = new Gauges();

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.FieldValue("max") int max,
            @Advice.FieldValue("min") int min,
            @Advice.FieldValue(value = "managed", typing = DYNAMIC) @Nullable Object managed,
            @Advice.FieldValue(value = "unused", typing = DYNAMIC) @Nullable Object unused,
            @Advice.FieldValue(value = "acquireWaiters", typing = DYNAMIC) @Nullable Object waiters) {
        if (managed == null || unused == null || waiters == null) {
            return;
        }
        String name = Cursor.get().recent(ConnectionPool.class, String.class);
        ConnectionPool known = ConnectionPools.register(pool, "c3p0", name, GAUGES, managed, unused, waiters);
        if (known != null) {
            known.limits(max, min);
        }
    }
}
