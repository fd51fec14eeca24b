// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.tls;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.TlsHandshakes;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Both sides have agreed. What this process serves as a server is not counted. */
@Instrument(name = "tls", library = "JDK TLS", types = "sun.security.ssl.TransportContext", methods = "finishHandshake")
public final class HandshakeEnd {
    private static final String OF_CLIENT = "sun.security.ssl.ClientHandshakeContext";

    private HandshakeEnd() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.FieldValue(value = "handshakeContext", typing = DYNAMIC) @Nullable Object handshake) {
        Handshake begun = Associations.remove(connection, Handshake.class);
        if (begun != null && handshake != null && handshake.getClass().getName().equals(OF_CLIENT)) {
            TlsHandshakes.add(System.nanoTime() - begun.startNanos());
        }
    }
}
