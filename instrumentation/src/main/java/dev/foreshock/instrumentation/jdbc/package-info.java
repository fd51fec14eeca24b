// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * JDBC, for every driver: statements, batches, rows, transactions and physical connections.
 *
 * <p>Only drivers are woven, never pools and proxies around them: the innermost physical call is the operation, so that its
 * dialect and what is bound are seen. The agent calls nothing of the driver's own that could reach the database.
 */
@NullMarked
package dev.foreshock.instrumentation.jdbc;

import org.jspecify.annotations.NullMarked;
