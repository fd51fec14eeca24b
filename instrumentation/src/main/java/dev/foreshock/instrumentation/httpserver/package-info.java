// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The JDK's own HTTP server. */
@NullMarked
package dev.foreshock.instrumentation.httpserver;

import org.jspecify.annotations.NullMarked;
