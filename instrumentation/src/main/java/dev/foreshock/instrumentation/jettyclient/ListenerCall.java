// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A listener is told something, on a thread of the client's: it goes on with what the request was sent for. */
@Instrument(
        name = "jetty-client",
        library = "Jetty client",
        types = {"org.eclipse.jetty.client.ResponseNotifier", "org.eclipse.jetty.client.transport.ResponseListeners"},
        methods = {
            "notifyBegin",
            "notifyHeaders",
            "notifyContentSource",
            "notifySuccess",
            "notifyFailure",
            "notifyComplete"
        })
public final class ListenerCall {
    private ListenerCall() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, optional = true, typing = DYNAMIC) @Nullable Object first,
            @Advice.Argument(value = 1, optional = true, typing = DYNAMIC) @Nullable Object second) {
        if (Cursor.get().current() != null) {
            return null;
        }
        Object request = JettyTypes.requestOf(first);
        Attempt attempt = Attempt.of(request == null ? JettyTypes.requestOf(second) : request);
        return attempt == null ? null : attempt.resume();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object resumed) {
        if (resumed instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
