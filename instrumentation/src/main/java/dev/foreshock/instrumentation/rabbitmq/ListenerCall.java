// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.rabbitmq.client.Channel;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Links;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * A container of Spring AMQP hands a message, or several at once, to its listener. The direct one does so on the client's own
 * worker, where the message is recorded already.
 */
@Instrument(
        name = "rabbitmq",
        library = "Spring AMQP",
        types = "org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer",
        methods = "executeListener(com.rabbitmq.client.Channel,java.lang.Object)")
public final class ListenerCall {
    private static final String WRAPPER = "org.springframework.amqp.rabbit.support.ListenerExecutionFailedException";

    private ListenerCall() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object channel,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object data) {
        // Spring's cached channels open another one when they are asked anything else after they were closed.
        Target target = channel instanceof Channel known && known.isOpen()
                ? ConsumedQueue.target(known)
                : ConsumedQueue.UNKNOWN;
        if (data instanceof Message message) {
            return one(target, message.getMessageProperties());
        }
        return data instanceof List<?> messages && !messages.isEmpty() ? several(target, messages) : null;
    }

    private static @Nullable Operation one(Target target, MessageProperties properties) {
        return Delivery.begin(
                target,
                queue(properties),
                new Delivery.Envelope(
                        properties.getReceivedExchange(),
                        properties.getReceivedRoutingKey(),
                        Boolean.TRUE.equals(properties.getRedelivered()),
                        properties.getDeliveryTag()),
                properties.getHeaders(),
                properties.getTimestamp());
    }

    /** They come from one queue, but each by its own exchange and routing key. */
    private static @Nullable Operation several(Target target, List<?> messages) {
        Links links = new Links();
        String queue = "";
        long oldest = Long.MAX_VALUE;
        // A batch comes again where each of its messages does.
        int deliveries = Integer.MAX_VALUE;
        long[] tags = new long[messages.size()];
        int known = 0;
        for (Object each : messages) {
            if (each instanceof Message message) {
                MessageProperties properties = message.getMessageProperties();
                links.add(Recorder.instance().link(new HeaderTable(properties.getHeaders())));
                queue = queue(properties);
                deliveries = Math.min(
                        deliveries,
                        Delivery.number(Boolean.TRUE.equals(properties.getRedelivered()), properties.getHeaders()));
                tags[known++] = properties.getDeliveryTag();
                if (properties.getTimestamp() != null) {
                    oldest = Math.min(
                            oldest, properties.getTimestamp().toInstant().toEpochMilli());
                }
            }
        }
        Operation root = ConsumedMessages.begin(target, queue, links, messages.size());
        if (root != null && known > 0) {
            ConsumedMessages.delivery(root, deliveries);
            ConsumedMessages.sentAt(root, oldest == Long.MAX_VALUE ? 0 : oldest);
            Delivery.serves(root, queue, Arrays.copyOf(tags, known));
        }
        return root;
    }

    private static String queue(MessageProperties properties) {
        String queue = properties.getConsumerQueue();
        return queue == null || queue.isEmpty() ? "" : ConsumedQueue.template(queue);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Throwable cause = thrown != null && thrown.getClass().getName().equals(WRAPPER) && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        if (entered instanceof Operation root) {
            root.end(cause);
        } else if (cause != null) {
            Cursor cursor = Cursor.peek();
            Operation root = cursor == null ? null : cursor.openUnit();
            if (root != null && root.kind() == Kind.MESSAGE && !root.isFailed()) {
                root.fail(cause);
            }
        }
    }
}
