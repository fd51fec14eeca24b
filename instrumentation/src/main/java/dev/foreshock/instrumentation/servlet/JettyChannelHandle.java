// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread of Jetty 9.4 to 11 that serves a request, or one that came back asynchronously. */
@Instrument(
        name = "jetty",
        library = "Jetty 9.4 to 11",
        types = "org.eclipse.jetty.server.HttpChannel",
        methods = "handle()")
public final class JettyChannelHandle {
    private JettyChannelHandle() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object channel) throws Throwable {
        Operation suspended = Associations.get(JettyChannel.state(channel), Operation.class);
        if (suspended != null) {
            return Segment.resume(RequestUnit.of(suspended));
        }
        ServletView view = JettyChannel.request(channel);
        RequestUnit unit = view == null ? null : RequestUnit.begin(view);
        return unit == null ? null : new Segment(unit, null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Segment segment) {
            segment.leave();
        }
    }
}
