// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;

/** The end of a request of Jetty 9.4 to 11, before the channel is made ready for the next one. */
@Instrument(
        name = "jetty",
        library = "Jetty 9.4 to 11",
        types = "org.eclipse.jetty.server.HttpChannel",
        methods = "onCompleted()")
public final class JettyChannelCompleted {
    private JettyChannelCompleted() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object channel) throws Throwable {
        Operation suspended = Associations.remove(JettyChannel.state(channel), Operation.class);
        RequestUnit unit = suspended != null ? RequestUnit.of(suspended) : RequestUnit.served();
        if (unit != null) {
            unit.end(JettyChannel.status(channel), null);
        }
    }
}
