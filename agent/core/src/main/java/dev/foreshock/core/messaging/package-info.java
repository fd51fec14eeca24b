// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What messages are sent to: names of queues and topics. */
@NullMarked
package dev.foreshock.core.messaging;

import org.jspecify.annotations.NullMarked;
