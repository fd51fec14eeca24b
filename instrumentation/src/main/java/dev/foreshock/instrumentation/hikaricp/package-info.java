// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * HikariCP: who waits for its connections and holds them, and what the pool says of itself. Its statements and connections are
 * those of the driver below it.
 */
@NullMarked
package dev.foreshock.instrumentation.hikaricp;

import org.jspecify.annotations.NullMarked;
