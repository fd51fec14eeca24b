// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** A request of Jetty 9.4 to 11 that becomes asynchronous; noted before any other thread can take it up. */
@Instrument(
        name = "jetty",
        library = "Jetty 9.4 to 11",
        types = "org.eclipse.jetty.server.HttpChannelState",
        methods = "startAsync")
public final class JettyChannelSuspend {
    private JettyChannelSuspend() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object state) {
        Operation current = Cursor.get().current();
        if (current != null && current.unit().root().kind() == Kind.REQUEST) {
            Associations.put(state, current.unit().root());
        }
    }
}
