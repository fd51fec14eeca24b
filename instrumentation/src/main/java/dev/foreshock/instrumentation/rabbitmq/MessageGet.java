// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application asks for one message. */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = "com.rabbitmq.client.impl.ChannelN",
        methods = "basicGet")
public final class MessageGet {
    private MessageGet() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object channel, @Advice.Argument(0) @Nullable String queue) {
        // A template takes any of its connection's channels, a different one each time.
        if (Delivery.isFrom((Channel) channel, template(queue))) {
            PollLoop.end();
        } else {
            PollLoop.next(channel);
        }
    }

    private static String template(@Nullable String queue) {
        return queue == null || queue.isEmpty() ? "" : ConsumedQueue.template(queue);
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object channel,
            @Advice.Argument(0) @Nullable String queue,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer) {
        if (!(answer instanceof GetResponse response) || !PollLoop.begins()) {
            return;
        }
        AMQP.BasicProperties properties = response.getProps();
        Operation root = Delivery.begin(
                ConsumedQueue.target((Channel) channel),
                template(queue),
                new Delivery.Envelope(
                        response.getEnvelope().getExchange(),
                        response.getEnvelope().getRoutingKey(),
                        response.getEnvelope().isRedeliver(),
                        response.getEnvelope().getDeliveryTag()),
                properties == null ? null : properties.getHeaders(),
                properties == null ? null : properties.getTimestamp());
        PollLoop.begun(root, channel);
    }
}
