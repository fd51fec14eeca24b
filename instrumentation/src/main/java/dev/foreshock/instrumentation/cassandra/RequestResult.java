// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.cassandra;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The answer is there that is given to the application; nobody has been told yet. */
@Instrument(
        name = "cassandra",
        library = "Cassandra Java driver 4",
        types = "com.datastax.oss.driver.internal.core.cql.CqlRequestHandler",
        methods = "buildExecutionInfo")
public final class RequestResult {
    private RequestResult() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object handler,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object answer,
            @Advice.Return(typing = DYNAMIC) @Nullable Object info) {
        Request request = Request.endOf(handler);
        if (request != null) {
            request.answered(answer, info);
        }
    }
}
