// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes an order, and leaves the rest to the warehouse. */
@RestController
public class CheckoutController {
    private final PlacedOrders orders;
    private final KafkaTemplate<String, String> queue;

    CheckoutController(PlacedOrders orders, KafkaTemplate<String, String> queue) {
        this.orders = orders;
        this.queue = queue;
    }

    @PostMapping("/orders")
    public long place(@RequestParam long customer) {
        long order = orders.place(customer);
        // The warehouse shall find it, so the transaction is over by now; and an order that the queue has not got would
        // be lost.
        queue.send(Warehouse.QUEUE, Long.toString(order)).join();
        return order;
    }
}
