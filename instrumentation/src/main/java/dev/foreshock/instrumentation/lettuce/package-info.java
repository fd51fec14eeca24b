// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Lettuce 5 to 7, whichever of its interfaces is used: a command is an operation from the moment when it is handed to the endpoint of
 * a connection until it is complete, has failed or is cancelled. Futures, publishers and Lettuce's own bookkeeping are wrappers
 * around one innermost command, with which its operation is kept.
 */
@NullMarked
package dev.foreshock.instrumentation.lettuce;

import org.jspecify.annotations.NullMarked;
