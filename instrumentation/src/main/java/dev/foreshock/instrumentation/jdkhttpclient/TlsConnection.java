// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.PeerCertificate;
import javax.net.ssl.SSLEngine;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection with TLS, whose engine will know the server's certificate. */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.AbstractAsyncSSLConnection",
        methods = "<init>")
public final class TlsConnection {
    private TlsConnection() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.FieldValue(value = "engine", typing = DYNAMIC) @Nullable Object engine) {
        if (engine instanceof SSLEngine tls) {
            Associations.put(connection, new Engine(tls));
        }
    }

    static @Nullable PeerCertificate peerOf(Object connection) {
        Engine known = Associations.get(connection, Engine.class);
        return known == null ? null : PeerCertificate.of(known.engine.getSession());
    }

    /** The engine knows nothing of its connection. */
    private record Engine(SSLEngine engine) {}
}
