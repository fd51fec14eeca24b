// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What the Redis clients have in common: the life of a command, and what its reply says. */
@NullMarked
package dev.foreshock.instrumentation.redis;

import org.jspecify.annotations.NullMarked;
