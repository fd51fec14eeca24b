// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of one library's pools. Stateless, and kept in a static field of the instrumentation alone: the agent refers
 * to it weakly, so that it lives as long as the library's class loader and no longer.
 *
 * <p>Called on the agent's own threads when metrics are collected. Must not open a pool or a connection, must not reach the
 * database, and must not wait for anything that a thread may hold while it does; whatever it throws is swallowed.
 */
public interface PoolGauges {
    /**
     * @param pool the library's own
     * @param parts what the pool was registered with, each {@code null} once it has been collected
     */
    void read(Object pool, @Nullable Object[] parts, PoolNumbers numbers);
}
