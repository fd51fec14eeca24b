// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where all parcels are: a page that asks Redis once for each, and one that asks for all of them together. */
@RestController
public class ParcelController {
    private final OrderRepository orders;
    private final Parcels parcels;

    ParcelController(OrderRepository orders, Parcels parcels) {
        this.orders = orders;
        this.parcels = parcels;
    }

    @GetMapping("/parcels")
    public List<ParcelRow> all() {
        return orders.findNumbers().stream()
                .map(order -> new ParcelRow(order, parcels.of(order)))
                .toList();
    }

    @GetMapping("/parcels/together")
    public List<ParcelRow> together() {
        List<Long> numbers = orders.findNumbers();
        List<@Nullable String> places = parcels.of(numbers);
        return IntStream.range(0, numbers.size())
                .mapToObj(i -> new ParcelRow(numbers.get(i), places.get(i)))
                .toList();
    }
}
