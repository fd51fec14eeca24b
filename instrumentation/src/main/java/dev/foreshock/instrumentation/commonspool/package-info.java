// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Pools of Apache Commons Pool 2 that hold connections: those of DBCP 2, of Jedis and of Lettuce. Pools of anything else are left
 * alone.
 */
@NullMarked
package dev.foreshock.instrumentation.commonspool;

import org.jspecify.annotations.NullMarked;
