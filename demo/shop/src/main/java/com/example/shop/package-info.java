// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** A shop as many are: Spring MVC, JPA with Hibernate, Redis, a queue in Kafka, and a few pages that became slow. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
