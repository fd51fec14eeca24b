// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What every instrumentation of HTTP shares: the life of an inbound request as a unit of work, that of an outbound one as an operation, and their attributes. */
@NullMarked
package dev.foreshock.instrumentation.http;

import org.jspecify.annotations.NullMarked;
