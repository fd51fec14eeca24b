// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection that the application does not want any more. */
@Instrument(
        name = "http-url-connection",
        library = "JDK HttpURLConnection",
        types = "sun.net.www.protocol.http.HttpURLConnection",
        methods = "disconnect")
public final class ConnectionEnd {
    private ConnectionEnd() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) @Nullable Object connection) {
        Exchange exchange = Exchange.of(connection);
        if (exchange != null) {
            exchange.disconnected();
        }
    }
}
