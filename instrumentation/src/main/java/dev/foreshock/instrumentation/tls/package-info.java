// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** How long the JDK's TLS needs until a client may send, over sockets and over engines alike. */
@NullMarked
package dev.foreshock.instrumentation.tls;

import org.jspecify.annotations.NullMarked;
