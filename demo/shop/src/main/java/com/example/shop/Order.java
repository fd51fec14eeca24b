// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;

/** What a customer ordered. */
@Entity
@Table(name = "orders")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class Order {
    @Id
    @GeneratedValue(generator = "order_numbers")
    @SequenceGenerator(name = "order_numbers", sequenceName = "order_numbers", allocationSize = 50)
    private Long id;

    private LocalDate placedOn;

    @ManyToOne(fetch = FetchType.LAZY)
    private Customer customer;

    @OneToMany(mappedBy = "order")
    @BatchSize(size = 250)
    private List<OrderItem> items = new ArrayList<>();

    protected Order() {}

    Order(Customer customer, LocalDate placedOn) {
        this.customer = customer;
        this.placedOn = placedOn;
    }

    public Long getId() {
        return id;
    }

    public LocalDate getPlacedOn() {
        return placedOn;
    }

    public Customer getCustomer() {
        return customer;
    }

    public List<OrderItem> getItems() {
        return items;
    }
}
