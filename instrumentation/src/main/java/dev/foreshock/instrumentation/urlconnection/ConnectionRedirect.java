// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A redirect that is followed. The connection is made ready for it as for its first request, so that its headers can be set again
 * until it connects. */
@Instrument(
        name = "http-url-connection",
        library = "JDK HttpURLConnection",
        types = "sun.net.www.protocol.http.HttpURLConnection",
        methods = "followRedirect0")
public final class ConnectionRedirect {
    private ConnectionRedirect() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.AsScalar(skipOnDefaultValue = false)
    @Advice.AssignReturned.ToFields(@Advice.AssignReturned.ToFields.ToField(value = "connecting", typing = DYNAMIC))
    public static boolean exit(
            @Advice.This(typing = DYNAMIC) @Nullable Object connection,
            @Advice.FieldValue("connecting") boolean connecting,
            @Advice.Return boolean followed) {
        Exchange exchange = Exchange.of(connection);
        if (!followed || exchange == null) {
            return connecting;
        }
        exchange.redirected();
        return false;
    }
}
