// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.tls;

/**
 * A handshake that is under way.
 *
 * @param startNanos by {@link System#nanoTime}
 */
record Handshake(long startNanos) {}
