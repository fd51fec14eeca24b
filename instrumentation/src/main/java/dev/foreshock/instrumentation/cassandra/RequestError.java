// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.cassandra;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request has failed for good: no retry will come. The position of the exception differs between versions. */
@Instrument(
        name = "cassandra",
        library = "Cassandra Java driver 4",
        types = "com.datastax.oss.driver.internal.core.cql.CqlRequestHandler",
        methods = "setFinalError")
public final class RequestError {
    private RequestError() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object handler, @Advice.AllArguments @Nullable Object[] arguments) {
        Request request = Request.endOf(handler);
        for (int i = 0; request != null && i < arguments.length; i++) {
            if (arguments[i] instanceof Throwable thrown) {
                request.failed(thrown);
                return;
            }
        }
    }
}
