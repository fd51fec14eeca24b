// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * NATS' Java client from 2.10 on, the first with headers. All that is sent goes through one method of the connection, where the
 * context is added; requests and JetStream's publishing are around it, and end with the answer. What is consumed goes to a handler
 * of the application's, or is asked for.
 */
@NullMarked
package dev.foreshock.instrumentation.nats;

import org.jspecify.annotations.NullMarked;
