// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.time.LocalDate;

/**
 * One row of a list of orders.
 *
 * @param customerName the field that was added last: it reads one customer for each order, unless the query brought them
 */
public record OrderRow(Long id, LocalDate placedOn, String customerName) {
    static OrderRow of(Order order) {
        return new OrderRow(
                order.getId(), order.getPlacedOn(), order.getCustomer().getName());
    }
}
