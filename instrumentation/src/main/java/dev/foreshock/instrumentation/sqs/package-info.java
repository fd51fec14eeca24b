// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Amazon SQS through the AWS SDK for Java 2, both of its clients: the sending of a message, or of a batch, is a call; what a thread
 * does from one receiving to the next is a unit of work. The HTTP requests below them are part of them.
 */
@NullMarked
package dev.foreshock.instrumentation.sqs;

import org.jspecify.annotations.NullMarked;
