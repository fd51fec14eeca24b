// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.PeerCertificate;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection whose handshake is over. It may serve several requests. */
@Instrument(
        name = "http-url-connection",
        library = "JDK HttpURLConnection",
        types = "sun.net.www.protocol.https.HttpsClient",
        methods = "afterConnect")
public final class TlsConnection {
    private TlsConnection() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.FieldValue(value = "session", typing = DYNAMIC) @Nullable Object session) {
        if (session instanceof SSLSession tls) {
            Associations.put(connection, PeerCertificate.of(tls));
        }
    }

    static @Nullable PeerCertificate peerOf(Object connection) {
        return Associations.get(connection, PeerCertificate.class);
    }
}
