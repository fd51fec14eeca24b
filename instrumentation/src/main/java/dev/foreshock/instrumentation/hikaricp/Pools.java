// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.PoolGauges;
import dev.foreshock.api.PoolNumbers;
import org.jspecify.annotations.Nullable;

/** What is known of each pool of HikariCP. */
final class Pools {
    private static final PoolGauges GAUGES = new Gauges();

    private Pools() {}

    static @Nullable ConnectionPool of(Object pool) {
        ConnectionPool known = ConnectionPools.find(pool);
        return known != null || !(pool instanceof HikariPool hikari)
                ? known
                : ConnectionPools.register(pool, "hikaricp", hikari.config.getPoolName(), GAUGES);
    }

    /** Each of these counts entries of a list, or reads a field. */
    private static final class Gauges implements PoolGauges {
        @Override
        public void read(Object pool, @Nullable Object[] parts, PoolNumbers numbers) {
            HikariPool hikari = (HikariPool) pool;
            HikariConfig config = hikari.config;
            numbers.closed = hikari.poolState == HikariPool.POOL_SHUTDOWN;
            numbers.used = hikari.getActiveConnections();
            numbers.idle = hikari.getIdleConnections();
            numbers.pending = hikari.getThreadsAwaitingConnection();
            numbers.max = config.getMaximumPoolSize();
            numbers.idleMin = config.getMinimumIdle();
        }
    }
}
