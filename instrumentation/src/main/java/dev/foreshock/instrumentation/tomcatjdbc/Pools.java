// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.tomcatjdbc;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.PoolGauges;
import dev.foreshock.api.PoolNumbers;
import org.apache.tomcat.jdbc.pool.PoolConfiguration;
import org.jspecify.annotations.Nullable;

/** What is known of each of Tomcat's pools. */
final class Pools {
    private static final PoolGauges GAUGES = new Gauges();

    private Pools() {}

    static @Nullable ConnectionPool of(Object pool) {
        ConnectionPool known = ConnectionPools.find(pool);
        return known != null || !(pool instanceof org.apache.tomcat.jdbc.pool.ConnectionPool tomcat)
                ? known
                : ConnectionPools.register(pool, "tomcat-jdbc", name(tomcat.getPoolProperties()), GAUGES);
    }

    /** The name that Tomcat makes up has a hash in it, which is another one after each start. */
    private static @Nullable String name(PoolConfiguration properties) {
        String name = properties.getName();
        return name == null || name.startsWith("Tomcat Connection Pool[") ? null : name;
    }

    /** Each of these asks a queue for its length. */
    private static final class Gauges implements PoolGauges {
        @Override
        public void read(Object pool, @Nullable Object[] parts, PoolNumbers numbers) {
            org.apache.tomcat.jdbc.pool.ConnectionPool tomcat = (org.apache.tomcat.jdbc.pool.ConnectionPool) pool;
            PoolConfiguration properties = tomcat.getPoolProperties();
            numbers.closed = tomcat.isClosed();
            numbers.used = tomcat.getActive();
            numbers.idle = tomcat.getIdle();
            numbers.pending = tomcat.getWaitCount();
            numbers.max = properties.getMaxActive();
            numbers.idleMax = properties.getMaxIdle();
            numbers.idleMin = properties.getMinIdle();
        }
    }
}
