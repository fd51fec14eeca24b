// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Finds orders. */
public interface OrderRepository extends JpaRepository<Order, Long> {
    List<Order> findAllByOrderById();

    @Query("select o from Order o join fetch o.customer order by o.id")
    List<Order> findAllWithCustomer();

    @Query("select o.id from Order o order by o.id")
    List<Long> findNumbers();

    @Query("select o from Order o join fetch o.customer order by o.id")
    List<Order> findPageWithCustomer(Pageable page);
}
