// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.jspecify.annotations.Nullable;

/** One row of a list of parcels. */
public record ParcelRow(Long orderId, @Nullable String place) {}
