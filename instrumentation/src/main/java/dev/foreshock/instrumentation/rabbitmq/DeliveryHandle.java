// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A worker of the client's hands a message to its consumer. Not to that of Spring's simple container, which only puts it into a
 * queue; nor to the client's own, which wait for the answers to requests.
 */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = "com.rabbitmq.client.impl.ConsumerDispatcher$5",
        methods = "run()")
public final class DeliveryHandle {
    private DeliveryHandle() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "val$delegate", typing = DYNAMIC) @Nullable Object consumer,
            @Advice.FieldValue(value = "val$envelope", typing = DYNAMIC) @Nullable Object envelope,
            @Advice.FieldValue(value = "val$properties", typing = DYNAMIC) @Nullable Object properties) {
        if (consumer == null || !(envelope instanceof Envelope delivered) || isQueueing(consumer)) {
            return null;
        }
        AMQP.BasicProperties known = properties instanceof AMQP.BasicProperties given ? given : null;
        ConsumedQueue source = ConsumedQueue.of(consumer);
        return Delivery.begin(
                source.target(),
                source.queue(),
                new Delivery.Envelope(
                        delivered.getExchange(),
                        delivered.getRoutingKey(),
                        delivered.isRedeliver(),
                        delivered.getDeliveryTag()),
                known == null ? null : known.getHeaders(),
                known == null ? null : known.getTimestamp());
    }

    private static boolean isQueueing(Object consumer) {
        String type = consumer.getClass().getName();
        return type.startsWith("org.springframework.amqp.rabbit.listener.BlockingQueueConsumer")
                || type.startsWith("org.springframework.amqp.rabbit.core.RabbitTemplate")
                || type.startsWith("com.rabbitmq.client.Rpc");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation root) {
            root.end(thrown);
        }
    }
}
