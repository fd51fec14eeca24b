// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.instrumentation.messaging.SentMessages;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A message is written to the channel: all its other ways to publish come here. Since 5.36 there are two such methods, of which
 * one calls the other.
 */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = "com.rabbitmq.client.impl.ChannelN",
        methods = {
            "basicPublish(java.lang.String,java.lang.String,boolean,boolean,com.rabbitmq.client.AMQP$BasicProperties,byte[])",
            "basicPublish(java.lang.String,java.lang.String,boolean,boolean,com.rabbitmq.client.AMQP$BasicProperties,"
                    + "java.nio.ByteBuffer,com.rabbitmq.client.WriteListener)"
        })
public final class MessagePublish {
    private MessagePublish() {}

    /** What to send the message with; the operation is kept with it. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 4, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object channel,
            @Advice.Argument(0) @Nullable String exchange,
            @Advice.Argument(1) @Nullable String routingKey,
            @Advice.Argument(value = 4, typing = DYNAMIC) @Nullable Object properties) {
        Operation operation =
                SentMessages.begin(ConsumedQueue.target((Channel) channel), Destinations.sent(exchange, routingKey));
        if (operation == null) {
            return null;
        }
        Shape shape = operation.shape();
        if (shape != null) {
            String key = Destinations.routingKey(exchange, routingKey, shape.collection());
            operation.attribute(Destinations.ROUTING_KEY, key);
        }
        AMQP.BasicProperties sent = withContext(operation, (AMQP.BasicProperties) properties);
        Cursor.get().remember(sent, operation);
        return sent;
    }

    /** A copy, where anything is to be added: properties cannot be changed, and may be shared by many messages. */
    private static AMQP.BasicProperties withContext(Operation operation, AMQP.@Nullable BasicProperties given) {
        HeaderTable headers = new HeaderTable(given == null ? null : given.getHeaders());
        Recorder.instance().inject(operation, headers, headers);
        Map<String, Object> changed = headers.changed();
        if (given == null) {
            // Without any, the client sends empty ones.
            AMQP.BasicProperties.Builder builder = new AMQP.BasicProperties.Builder();
            return changed == null ? builder.build() : builder.headers(changed).build();
        }
        return changed == null ? given : given.builder().headers(changed).build();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object sent, @Advice.Thrown @Nullable Throwable thrown) {
        if (sent == null) {
            return;
        }
        Cursor cursor = Cursor.get();
        Operation operation = cursor.recent(sent, Operation.class);
        if (operation != null) {
            cursor.forget(sent);
            operation.end(thrown);
        }
    }
}
