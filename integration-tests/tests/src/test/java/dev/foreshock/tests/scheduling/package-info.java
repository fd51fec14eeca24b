// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Scheduled jobs as units of work, and asynchronous methods as parts of the request that called them. */
package dev.foreshock.tests.scheduling;
