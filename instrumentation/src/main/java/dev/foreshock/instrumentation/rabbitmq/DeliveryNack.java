// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The application could not deal with a message. */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = {"com.rabbitmq.client.impl.ChannelN", "com.rabbitmq.client.impl.recovery.RecoveryAwareChannelN"},
        methods = "basicNack")
public final class DeliveryNack {
    private DeliveryNack() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object channel,
            @Advice.Argument(0) long tag,
            @Advice.Argument(1) boolean multiple,
            @Advice.Argument(2) boolean requeue) {
        Delivery.settled(channel, tag, multiple, requeue ? "requeue" : "reject");
    }
}
