// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.foreshock.api.Shape;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageDestinationsTest {
    private final MessageDestinations destinations = new MessageDestinations();

    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "orders-v2, orders-v2",
        "shop.orders.created, shop.orders.created",
        "order_events-dlq, order_events-dlq",
        "amq.gen-JzTY20BRgKO-HjmUJj0wLg, amq.gen-?",
        "_INBOX.a1b2c3.1, _INBOX.?",
        "reply-6f9619ff-8b86-d011-b42d-00c04fc964ff, reply-?",
        "replies.4711, replies.?",
        "ID:host-34567-1700000000000-1:1:1, ID:host-?:?:?",
    })
    void names_keep_their_words(String name, String template) {
        assertEquals("send " + template, destinations.shape(name).summary());
    }

    @Test
    void one_destination_has_one_shape() {
        Shape shape = destinations.shape("orders");
        assertSame(shape, destinations.shape("orders"));
        assertEquals("orders", shape.collection());
        assertEquals("send", shape.operation());
        assertNotEquals(shape.hash(), destinations.shape("payments").hash());
    }

    @Test
    void temporary_destinations_share_theirs() {
        Shape first = destinations.shape("reply-" + UUID.nameUUIDFromBytes(new byte[] {1}));
        for (int i = 0; i < 5_000; i++) {
            assertSame(first, destinations.shape("reply-" + new UUID(i, ~i)));
        }
    }

    @Test
    void more_names_than_are_kept_still_have_their_own() {
        for (int i = 0; i < 2_000; i++) {
            String name = "q" + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26) + (char) ('a' + i / 676);
            assertEquals(name, destinations.shape(name).collection());
        }
    }
}
