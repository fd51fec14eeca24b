// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.tls;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** A side of a connection begins to talk, for the first time or again. */
@Instrument(name = "tls", library = "JDK TLS", types = "sun.security.ssl.TransportContext", methods = "kickstart")
public final class HandshakeBegin {
    private HandshakeBegin() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object connection) {
        if (!Cursor.get().isSuppressed() && Associations.get(connection, Handshake.class) == null) {
            Associations.put(connection, new Handshake(System.nanoTime()));
        }
    }
}
