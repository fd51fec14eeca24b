// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import io.nats.client.Connection;
import net.bytebuddy.asm.Advice;

/** The application asks for no more messages. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = {"io.nats.client.impl.NatsSubscription", "io.nats.client.impl.NatsConnection"},
        methods = {"unsubscribe()", "close()"})
public final class SubscriptionEnd {
    private SubscriptionEnd() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object closed) {
        if (closed instanceof Connection connection) {
            Delivery.closed(connection);
        } else {
            PollLoop.closed(closed);
        }
    }
}
