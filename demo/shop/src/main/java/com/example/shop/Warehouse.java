// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** Packs what was ordered, one order after the other, and books a parcel for each. */
@Component
public class Warehouse {
    static final String QUEUE = "orders";

    private final PlacedOrders orders;
    private final Shipping shipping;
    private final Parcels parcels;

    Warehouse(PlacedOrders orders, Shipping shipping, Parcels parcels) {
        this.orders = orders;
        this.shipping = shipping;
        this.parcels = parcels;
    }

    @KafkaListener(topics = QUEUE)
    void pack(String number) {
        PlacedOrder order = orders.find(Long.parseLong(number));
        parcels.note(order.id(), book(order.id()));
    }

    private String book(long order) {
        try {
            shipping.book(order);
            return "packed";
        } catch (RestClientException refused) {
            return "to be booked by hand";
        }
    }
}
