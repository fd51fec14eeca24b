// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.commonspool;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.PoolGauges;
import dev.foreshock.api.PoolNumbers;
import java.util.NoSuchElementException;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.jspecify.annotations.Nullable;

/** What is known of each pool. */
final class Pools {
    private static final PoolGauges GAUGES = new Gauges();

    private Pools() {}

    static @Nullable ConnectionPool of(Object pool) {
        ConnectionPool known = ConnectionPools.find(pool);
        if (known != null || !(pool instanceof GenericObjectPool<?> generic)) {
            return known;
        }
        Object factory = generic.getFactory();
        String library = factory == null ? null : library(factory.getClass().getName());
        return library == null ? null : ConnectionPools.register(pool, library, null, GAUGES);
    }

    /** Who makes what is pooled; {@code null} where that is no connection to a database. */
    private static @Nullable String library(String factory) {
        if (factory.startsWith("org.apache.commons.dbcp2.")) {
            return "dbcp2";
        }
        if (factory.startsWith("redis.clients.jedis.")) {
            return "jedis";
        }
        return factory.startsWith("io.lettuce.") ? "lettuce" : null;
    }

    /** Whether none became free in time, or none was free; an object that is not valid says something else. */
    static boolean isTimeout(Throwable thrown) {
        String message = thrown instanceof NoSuchElementException ? thrown.getMessage() : null;
        return message != null && (message.startsWith("Timeout waiting") || message.startsWith("Pool exhausted"));
    }

    /** Each of these takes the size of a map, or of a queue under a lock that is never held while anything is waited for. */
    private static final class Gauges implements PoolGauges {
        @Override
        public void read(Object pool, @Nullable Object[] parts, PoolNumbers numbers) {
            GenericObjectPool<?> generic = (GenericObjectPool<?>) pool;
            numbers.closed = generic.isClosed();
            numbers.used = generic.getNumActive();
            numbers.idle = generic.getNumIdle();
            numbers.pending = generic.getNumWaiters();
            numbers.max = generic.getMaxTotal();
            numbers.idleMax = generic.getMaxIdle();
            numbers.idleMin = generic.getMinIdle();
        }
    }
}
