// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The Java driver 4 for Apache Cassandra. Every request of the application goes through one processor, be it synchronous, asynchronous
 * or reactive, and each page of a result is a request of its own; what the driver asks on its own account goes another way.
 */
@NullMarked
package dev.foreshock.instrumentation.cassandra;

import org.jspecify.annotations.NullMarked;
