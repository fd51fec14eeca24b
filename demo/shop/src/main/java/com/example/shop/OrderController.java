// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;
import org.springframework.data.domain.PageRequest;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages about orders: one that asks the database once for each row, and three that do not. */
@RestController
@Transactional(readOnly = true)
public class OrderController {
    private final OrderRepository orders;

    OrderController(OrderRepository orders) {
        this.orders = orders;
    }

    /** Harmless with ten customers. */
    @GetMapping("/orders")
    public List<OrderRow> all() {
        return orders.findAllByOrderById().stream().map(OrderRow::of).toList();
    }

    /** The same rows, with the customers in the same query. */
    @GetMapping("/orders/joined")
    public List<OrderRow> joined() {
        return orders.findAllWithCustomer().stream().map(OrderRow::of).toList();
    }

    /** The same rows, twenty at a time. */
    @GetMapping("/orders/paged")
    public List<OrderRow> paged(@RequestParam(defaultValue = "0") int page) {
        return orders.findPageWithCustomer(PageRequest.of(page, 20)).stream()
                .map(OrderRow::of)
                .toList();
    }

    /** A lazy collection as well, which Hibernate reads for 250 orders at a time. */
    @GetMapping("/packing")
    public List<PackingSlip> packing() {
        return orders.findAllByOrderById().stream().map(PackingSlip::of).toList();
    }
}
