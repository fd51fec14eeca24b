// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads an order once, and from then on out of Redis; and takes down new ones. */
@Component
public class PlacedOrders {
    private final OrderRepository orders;
    private final CustomerRepository customers;

    PlacedOrders(OrderRepository orders, CustomerRepository customers) {
        this.orders = orders;
        this.customers = customers;
    }

    @Cacheable("orders")
    public PlacedOrder find(long id) {
        Order order = orders.findById(id).orElseThrow();
        return new PlacedOrder(order.getId(), order.getPlacedOn());
    }

    /** Answers the number of the new order. */
    @Transactional
    public long place(long customer) {
        return orders.save(new Order(customers.getReferenceById(customer), LocalDate.now(ZoneOffset.UTC)))
                .getId();
    }
}
