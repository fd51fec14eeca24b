// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The application wants a message once more. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = "io.nats.client.impl.NatsJetStreamMessage",
        methods = {"nak", "nakWithDelay"})
public final class MessageNak {
    private MessageNak() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object message) {
        Delivery.settled(message, "requeue");
    }
}
