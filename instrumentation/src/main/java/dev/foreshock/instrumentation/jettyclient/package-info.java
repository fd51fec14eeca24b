// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Jetty's client, 9.4 to 12, over HTTP/1.1 and HTTP/2. Its exchange is one attempt: each redirect and each answer to a
 * challenge makes a new one. Method handles reach its types, since those of Jetty 12 have the names of earlier ones in other
 * packages.
 */
@NullMarked
package dev.foreshock.instrumentation.jettyclient;

import org.jspecify.annotations.NullMarked;
