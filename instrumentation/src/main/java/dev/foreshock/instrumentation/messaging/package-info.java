// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What all queues have in common: the sending of a message is a call, its consumption a unit of work. */
@NullMarked
package dev.foreshock.instrumentation.messaging;

import org.jspecify.annotations.NullMarked;
