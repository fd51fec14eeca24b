// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.cassandra;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The object that looks after one request is asked for its future, on the thread that sends the request. */
@Instrument(
        name = "cassandra",
        library = "Cassandra Java driver 4",
        types = "com.datastax.oss.driver.internal.core.cql.CqlRequestHandler",
        methods = "handle")
public final class RequestHandle {
    private RequestHandle() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object handler) {
        Request.handledBy(handler);
    }
}
