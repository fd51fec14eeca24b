// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;

/** What the warehouse has to pack for an order. */
public record PackingSlip(Long orderId, List<String> articles) {
    static PackingSlip of(Order order) {
        return new PackingSlip(
                order.getId(),
                order.getItems().stream()
                        .map(item -> item.getQuantity() + " x " + item.getArticle())
                        .toList());
    }
}
