// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that the current thread serves. Immutable.
 *
 * @param tag what the broker knows it by, on its channel
 */
record Delivery(long tag) {

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
        Cursor.get().remember(root, new Delivery(envelope.tag));
        return root;
    }

    /**
     * A quorum queue counts the deliveries that failed. Any queue may send a message on to others, which comes back from there: each
     * of them counts how often it has. A classic queue only says "again".
     */
    private static int number(boolean redelivered, @Nullable Map<String, Object> headers) {
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
    static void settled(long tag, boolean multiple, String how) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (cursor == null || root == null || root.kind() != Kind.MESSAGE) {
            return;
        }
        Delivery delivery = cursor.recent(root, Delivery.class);
        if (delivery != null && (tag == delivery.tag || (multiple && (tag == 0 || tag > delivery.tag)))) {
            ConsumedMessages.settled(root, how);
        }
    }
}
