// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Apache HttpAsyncClient 4.1. A call has one object that its I/O thread asks for each request and tells each response; it asks
 * for a connection before the first attempt, and again where it cannot go on with the one it has.
 */
@NullMarked
package dev.foreshock.instrumentation.apachehttpasyncclient;

import org.jspecify.annotations.NullMarked;
