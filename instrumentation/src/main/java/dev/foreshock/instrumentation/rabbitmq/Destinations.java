// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import org.jspecify.annotations.Nullable;

/** What the conventions call a destination of RabbitMQ: exchange, routing key and queue, as far as there are such. */
final class Destinations {
    /** The routing key of the message, without what looks like an identifier. */
    static final String ROUTING_KEY = "messaging.rabbitmq.destination.routing_key";

    private static final String DEFAULT_EXCHANGE = "amq.default";

    private Destinations() {}

    /** Where a message is sent to. */
    static String sent(@Nullable String exchange, @Nullable String routingKey) {
        String key = routingKey == null ? "" : routingKey;
        if (exchange == null || exchange.isEmpty()) {
            return key.isEmpty() ? DEFAULT_EXCHANGE : key;
        }
        return key.isEmpty() ? exchange : exchange + ':' + key;
    }

    /** Where a message was taken from. */
    static String consumed(@Nullable String exchange, @Nullable String routingKey, String queue) {
        String sent = sent(exchange, routingKey);
        return queue.isEmpty() || queue.equals(routingKey) || sent.endsWith(':' + queue) ? sent : sent + ':' + queue;
    }

    /** The routing key in the template of a destination that begins with its exchange. */
    static @Nullable String routingKey(
            @Nullable String exchange, @Nullable String routingKey, @Nullable String template) {
        if (template == null || routingKey == null || routingKey.isEmpty()) {
            return null;
        }
        if (exchange == null || exchange.isEmpty()) {
            return template;
        }
        int length = exchange.length();
        boolean plain = template.length() > length && template.startsWith(exchange) && template.charAt(length) == ':';
        return plain ? template.substring(length + 1) : null;
    }
}
