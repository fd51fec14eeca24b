// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What every HTTP server's instrumentation shares: the life of an inbound request as a unit of work, and its attributes. */
@NullMarked
package dev.foreshock.instrumentation.http;

import org.jspecify.annotations.NullMarked;
