// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.cassandra;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request is sent; the future that is answered completes with its first page. */
@Instrument(
        name = "cassandra",
        library = "Cassandra Java driver 4",
        types = "com.datastax.oss.driver.internal.core.cql.CqlRequestAsyncProcessor",
        methods = "process",
        firstArgument = "com.datastax.oss.driver.api.core.cql.Statement")
public final class RequestProcess {
    private RequestProcess() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object statement,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object session) {
        return Request.begin(statement, session);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object result,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Request request) {
            request.sent(result, thrown);
        }
    }
}
