// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpasyncclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A call asks the pool for a connection. */
@Instrument(
        name = "apache-httpasyncclient",
        library = "Apache HttpAsyncClient 4.1",
        fromJava6 = true,
        types = "org.apache.http.impl.nio.client.AbstractClientExchangeHandler",
        methods = "requestConnection")
public final class CallConnect {
    private CallConnect() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object handler,
            @Advice.FieldValue(value = "routeRef", typing = DYNAMIC) @Nullable Object route,
            @Advice.FieldValue(value = "requestRef", typing = DYNAMIC) @Nullable Object request,
            @Advice.FieldValue(value = "localContext", typing = DYNAMIC) @Nullable Object settings) {
        AsyncCall.connect(handler, route, request, settings);
    }
}
