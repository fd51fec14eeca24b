// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The page of one order: one question to the cache, and one question to the shipping service. */
@RestController
public class OrderPageController {
    private final PlacedOrders orders;
    private final Shipping shipping;

    OrderPageController(PlacedOrders orders, Shipping shipping) {
        this.orders = orders;
        this.shipping = shipping;
    }

    @GetMapping("/orders/{id}")
    public OrderPage order(@PathVariable long id) {
        PlacedOrder order = orders.find(id);
        return new OrderPage(order.id(), order.placedOn(), shipping.parcelOf(id));
    }
}
