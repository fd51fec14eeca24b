// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application asks for one message, or the client does so for it. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = "io.nats.client.impl.NatsSubscription",
        methods = {"nextMessage(java.time.Duration)", "nextMessageInternal"})
public final class MessageNext {
    private MessageNext() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object subscription) {
        PollLoop.next(subscription);
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object subscription,
            @Advice.Return(typing = DYNAMIC) @Nullable Object message) {
        if (message != null
                && PollLoop.begins()
                && Cursor.get().recent(subscription, MessageFetch.Fetching.class) == null) {
            PollLoop.begun(Delivery.begin(message), subscription);
        }
    }
}
