// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** A service as many are: Spring MVC, HikariCP, JDBC. */
@NullMarked
package com.example.service;

import org.jspecify.annotations.NullMarked;
