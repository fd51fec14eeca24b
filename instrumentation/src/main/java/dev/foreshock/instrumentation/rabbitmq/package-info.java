// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * RabbitMQ's Java client from 5.0 on, and Spring AMQP above it. A message is sent where it is written to the channel, and consumed
 * where the client's dispatcher hands it to a consumer; Spring's containers hand it on to a thread of their own, where it is
 * consumed then.
 */
@NullMarked
package dev.foreshock.instrumentation.rabbitmq;

import org.jspecify.annotations.NullMarked;
