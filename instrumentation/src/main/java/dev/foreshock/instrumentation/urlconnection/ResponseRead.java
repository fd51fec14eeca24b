// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The head of a response is read; inside itself once more where nothing came, and the client has sent the request again. */
@Instrument(
        name = "http-url-connection",
        library = "JDK HttpURLConnection",
        types = "sun.net.www.http.HttpClient",
        methods = "parseHTTP")
public final class ResponseRead {
    private ResponseRead() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object client,
            @Advice.Argument(value = 1, optional = true, typing = DYNAMIC) @Nullable Object second,
            @Advice.Argument(value = 2, optional = true, typing = DYNAMIC) @Nullable Object third) {
        Object asking = third instanceof HttpURLConnection ? third : second;
        Exchange exchange = Exchange.of(asking);
        if (exchange != null && asking instanceof HttpURLConnection connection) {
            exchange.reading(connection, client);
        }
        return exchange;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Exchange exchange) {
            exchange.read();
        }
    }
}
