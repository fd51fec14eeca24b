// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The page of one order: one query, and one question to the shipping service. */
@RestController
public class OrderPageController {
    private final OrderRepository orders;
    private final Shipping shipping;

    OrderPageController(OrderRepository orders, Shipping shipping) {
        this.orders = orders;
        this.shipping = shipping;
    }

    @GetMapping("/orders/{id}")
    public OrderPage order(@PathVariable long id) {
        Order order = orders.findById(id).orElseThrow();
        return new OrderPage(order.getId(), order.getPlacedOn(), shipping.parcelOf(id));
    }
}
