// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Clients of Kafka, 2.1 to 4: the sending of a record is a call that ends with its acknowledgement; what a thread does from one poll
 * to the next is a unit of work.
 */
@NullMarked
package dev.foreshock.instrumentation.kafka;

import org.jspecify.annotations.NullMarked;
