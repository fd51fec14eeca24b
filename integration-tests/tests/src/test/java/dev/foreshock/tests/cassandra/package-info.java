// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Cassandra, through its Java driver, against a real node. */
package dev.foreshock.tests.cassandra;
