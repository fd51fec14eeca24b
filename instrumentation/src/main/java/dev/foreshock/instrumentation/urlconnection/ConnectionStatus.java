// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The status of an attempt: the client asks itself for it as soon as it has read the head of a response. */
@Instrument(
        name = "http-url-connection",
        library = "JDK HttpURLConnection",
        types = "java.net.HttpURLConnection",
        methods = "getResponseCode")
public final class ConnectionStatus {
    private ConnectionStatus() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) @Nullable Object connection, @Advice.Return int status) {
        Exchange exchange = Exchange.of(connection);
        if (exchange != null && status > 0) {
            exchange.answered(status);
        }
    }
}
