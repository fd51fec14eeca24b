// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Spring Kafka 2.8 to 4: each record, or each batch, that a listener gets is a unit of work, with the handling of its failure. */
@NullMarked
package dev.foreshock.instrumentation.springkafka;

import org.jspecify.annotations.NullMarked;
