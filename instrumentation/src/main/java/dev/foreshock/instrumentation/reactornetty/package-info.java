// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Reactor Netty's server, as far as it does not serve a request where Netty has read it. */
@NullMarked
package dev.foreshock.instrumentation.reactornetty;

import org.jspecify.annotations.NullMarked;
