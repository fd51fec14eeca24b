// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import dev.foreshock.instrumentation.messaging.PollLoop;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that the current thread serves. Immutable.
 */
final class Delivery {
    /** What the broker knows it by, on its channel; of a batch all of them. */
    private final long[] tags;

    private final String queue;

    private Delivery(String queue, long... tags) {
        this.queue = queue;
        this.tags = tags;
    }

    /** The properties of a message; {@code null} where it has none of this name. */
    record Envelope(@Nullable String exchange, @Nullable String routingKey, boolean redelivered, long tag) {}

    static @Nullable Operation begin(
            Target target,
            String queue,
            Envelope envelope,
            @Nullable Map<String, Object> headers,
            @Nullable Date timestamp) {
        Operation root = ConsumedMessages.begin(
                target, Destinations.consumed(envelope.exchange, envelope.routingKey, queue), new HeaderTable(headers));
        if (root == null) {
            return null;
        }
        String key = envelope.routingKey;
        if (key != null && !key.isEmpty()) {
            root.attribute(Destinations.ROUTING_KEY, ConsumedQueue.template(key));
        }
        ConsumedMessages.delivery(root, number(envelope.redelivered, headers));
        if (timestamp != null) {
            ConsumedMessages.sentAt(root, timestamp.toInstant().toEpochMilli());
        }
        serves(root, queue, envelope.tag);
        return root;
    }

    static void serves(Operation root, String queue, long... tags) {
        Cursor.get().remember(root, new Delivery(queue, tags));
    }

    /** Whether the thread has got what it serves from this queue, by a channel of the same connection. */
    static boolean isFrom(Channel channel, String queue) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openEndedUnit();
        Delivery delivery = cursor == null || root == null ? null : cursor.recent(root, Delivery.class);
        return delivery != null
                && delivery.queue.equals(queue)
                && PollLoop.asked() instanceof Channel before
                && before.getConnection() == channel.getConnection();
    }

    /**
     * A quorum queue counts the deliveries that failed. Any queue may send a message on to others, which comes back from there: each
     * of them counts how often it has. A classic queue only says "again".
     */
    static int number(boolean redelivered, @Nullable Map<String, Object> headers) {
        long before = redelivered ? 1 : 0;
        if (headers != null) {
            before = Math.max(before, HeaderTable.number(headers, "x-delivery-count"));
            if (headers.get("x-death") instanceof Iterable<?> deaths) {
                for (Object death : deaths) {
                    if (death instanceof Map<?, ?> counted) {
                        before = Math.max(before, HeaderTable.number(counted, "count"));
                    }
                }
            }
        }
        return (int) Math.min(Integer.MAX_VALUE - 1, before) + 1;
    }

    /** The consumer tells the broker what to do with the message, or with all up to it. */
    static void settled(Object channel, long tag, boolean multiple, String how) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (cursor == null || root == null || root.kind() != Kind.MESSAGE) {
            return;
        }
        Delivery delivery = cursor.recent(root, Delivery.class);
        Object receiver = root.unit().receiver();
        if (delivery != null && (receiver == null || receiver == channel) && delivery.isAmong(tag, multiple)) {
            ConsumedMessages.settled(root, how);
        }
    }

    private boolean isAmong(long settled, boolean multiple) {
        for (long tag : tags) {
            if (settled == tag || (multiple && (settled == 0 || settled > tag))) {
                return true;
            }
        }
        return false;
    }
}
