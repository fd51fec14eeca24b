// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The pool of one server is made: from here on it is known, with what it keeps its connections in. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultConnectionPool",
        methods = "<init>")
public final class PoolCreate {
    private PoolCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object pool,
            @Advice.FieldValue(value = "pool", typing = DYNAMIC) @Nullable Object connections,
            @Advice.FieldValue(value = "settings", typing = DYNAMIC) @Nullable Object settings,
            @Advice.FieldValue(value = "serverId", typing = DYNAMIC) @Nullable Object server) {
        Pools.register(pool, connections, settings, server);
    }
}
