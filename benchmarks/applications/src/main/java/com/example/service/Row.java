// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.service;

/** A row of any of the tables. */
public record Row(long id, String name, long amount) {}
