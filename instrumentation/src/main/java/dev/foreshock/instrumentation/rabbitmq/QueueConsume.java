// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.rabbitmq.client.Channel;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A consumer is registered with a queue, its own or one made of callbacks. */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = "com.rabbitmq.client.impl.ChannelN",
        methods = "basicConsume(java.lang.String,boolean,java.lang.String,boolean,boolean,java.util.Map,"
                + "com.rabbitmq.client.Consumer)")
public final class QueueConsume {
    private QueueConsume() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object channel,
            @Advice.Argument(0) @Nullable String queue,
            @Advice.Argument(value = 6, typing = DYNAMIC) @Nullable Object consumer) {
        if (consumer != null) {
            ConsumedQueue.remember(consumer, (Channel) channel, queue);
        }
    }
}
