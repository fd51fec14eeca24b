// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.time.Duration;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientRequest;

/** The application has set its headers, and they are about to be written. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = "reactor.netty.http.client.HttpClientOperations",
        methods = "beforeMarkSentHeaders")
public final class AttemptHeaders {
    private AttemptHeaders() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object exchange,
            @Advice.FieldValue(value = "responseTimeout", typing = DYNAMIC) @Nullable Object timeout) {
        if (exchange instanceof Connection connection && exchange instanceof HttpClientRequest request) {
            ClientCall call = ClientCall.of(connection.channel());
            if (call != null) {
                call.send(
                        new ClientRequest("", request.method().name(), request.requestHeaders()),
                        timeout instanceof Duration limit ? limit : null);
            }
        }
    }
}
