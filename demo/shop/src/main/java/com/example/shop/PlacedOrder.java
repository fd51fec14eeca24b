// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.io.Serializable;
import java.time.LocalDate;

/** What the page of one order shows of it, as the cache keeps it. */
public record PlacedOrder(Long id, LocalDate placedOn) implements Serializable {}
