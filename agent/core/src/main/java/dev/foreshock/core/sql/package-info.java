// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads SQL statements and JDBC URLs: what a statement looks like without its literals, and where it goes. Nothing here is
 * loaded before the first statement runs.
 */
@NullMarked
package dev.foreshock.core.sql;

import org.jspecify.annotations.NullMarked;
