// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.time.LocalDate;

/** The page of one order, with the place of its parcel. */
public record OrderPage(Long id, LocalDate placedOn, String parcel) {}
