// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Clients of message queues, against real brokers. */
package dev.foreshock.tests.queues;
