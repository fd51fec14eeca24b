// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueTest {
    private static void assertQueue(@Nullable String host, int port, String name, @Nullable String url) {
        assertEquals(new Queue(new Target("aws_sqs", host, port, null), name), Queue.of(url));
    }

    @Test
    void reads_host_and_name_and_leaves_the_account_out() {
        String host = "sqs.eu-west-1.amazonaws.com";
        assertQueue(host, 443, "orders", "https://" + host + "/123456789012/orders");
        assertQueue(host, 443, "orders.fifo", "https://" + host + "/123456789012/orders.fifo/");
        assertQueue(host, 443, "orders", "https://" + host + "/orders?token=secret#part");
        assertQueue("localhost", 9324, "orders", "http://localhost:9324/000000000000/orders");
        assertQueue("localhost", 80, "orders", "http://user:secret@localhost/queue/orders");
        assertQueue("[::1]", 9324, "orders", "http://[::1]:9324/000000000000/orders");
        assertQueue("[::1]", 80, "orders", "http://[::1]/000000000000/orders");
    }

    @Test
    void makes_do_with_anything_else() {
        assertQueue(null, 0, "", null);
        assertQueue(null, 0, "", "");
        assertQueue(null, 0, "orders", "orders");
        assertQueue(null, 0, "orders", "/123456789012/orders");
        assertQueue(null, 80, "", "http://");
        assertQueue("localhost", 9324, "", "http://localhost:9324");
        assertQueue("localhost", 80, "", "http://localhost/");
        assertQueue("localhost", 0, "q", "http://localhost:port/q");
        assertQueue("localhost", 0, "q", "http://localhost:99999999999/q");
        assertQueue(null, 80, "q", "http:///q");
    }
}
