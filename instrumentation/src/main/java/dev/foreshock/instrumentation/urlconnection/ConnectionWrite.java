// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The headers of an attempt are written. */
@Instrument(
        name = "http-url-connection",
        library = "JDK HttpURLConnection",
        types = "sun.net.www.protocol.http.HttpURLConnection",
        methods = "writeRequests")
public final class ConnectionWrite {
    private ConnectionWrite() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) @Nullable Object asking) {
        Exchange exchange = Exchange.of(asking);
        if (exchange != null && asking instanceof HttpURLConnection connection) {
            exchange.writing(connection);
        }
    }
}
