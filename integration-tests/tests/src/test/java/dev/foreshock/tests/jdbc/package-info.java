// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** JDBC with real drivers and pools: one operation for each physical execution, and nothing else reaches the database. */
package dev.foreshock.tests.jdbc;
