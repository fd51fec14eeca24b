// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Routes of Vert.x Web, and the hand-over to workers. Its HTTP server is Netty's. */
@NullMarked
package dev.foreshock.instrumentation.vertx;

import org.jspecify.annotations.NullMarked;
