// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Redisson 3.17 to 4: whatever its objects do, a connection is handed a command, or several at once, whose promise tells when they have
 * ended. What is tried again is sent anew.
 */
@NullMarked
package dev.foreshock.instrumentation.redisson;

import org.jspecify.annotations.NullMarked;
