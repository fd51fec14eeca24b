// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ConnectionPoolSettings;
import com.mongodb.connection.ServerId;
import com.mongodb.internal.connection.ConcurrentPool;
import com.mongodb.internal.connection.InternalConnection;
import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.PoolGauges;
import dev.foreshock.api.PoolNumbers;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/** What is known of each pool of the driver: one for each server of a client. */
final class Pools {
    private static final PoolGauges GAUGES = new Gauges();

    private Pools() {}

    static void register(
            Object pool, @Nullable Object connections, @Nullable Object settings, @Nullable Object server) {
        if (!(connections instanceof ConcurrentPool<?>)
                || !(settings instanceof ConnectionPoolSettings limits)
                || !(server instanceof ServerId id)) {
            return;
        }
        ServerAddress address = id.getAddress();
        Target target = new Target("mongodb", address.getHost(), address.getPort(), null);
        ConnectionPool known = ConnectionPools.register(pool, "mongodb", target.display(), GAUGES, connections);
        if (known != null) {
            known.connected(target);
            // Now: pools are read in no order, and the first one is to have the plain name.
            known.name();
            known.limits(limits.getMaxSize() == 0 ? PoolNumbers.UNKNOWN : limits.getMaxSize(), limits.getMinSize());
        }
    }

    /** What lives as long as a connection: the pool lends it in another wrapper each time. */
    static @Nullable Object identity(@Nullable Object connection) {
        return connection instanceof InternalConnection open ? open.getDescription() : null;
    }

    /** Whether none became free in time; a connection that could not be opened in time says something else. */
    static boolean isTimeout(Throwable thrown) {
        String message = thrown instanceof MongoTimeoutException ? thrown.getMessage() : null;
        // The latter before the driver 4.3.
        return message != null
                && (message.contains("while waiting for a connection")
                        || message.startsWith("Timeout waiting for a pooled item"));
    }

    /** Reads a field, and the size of a collection without a lock. */
    private static final class Gauges implements PoolGauges {
        @Override
        public void read(Object pool, @Nullable Object[] parts, PoolNumbers numbers) {
            if (parts[0] instanceof ConcurrentPool<?> connections) {
                numbers.used = connections.getInUseCount();
                numbers.idle = connections.getAvailableCount();
            }
        }
    }
}
