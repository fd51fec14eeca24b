// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.data.jpa.repository.JpaRepository;

/** Finds customers. */
public interface CustomerRepository extends JpaRepository<Customer, Long> {}
