// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All connection pools of the application that are known, by identity. At most {@value #MAX} at a time, under at most {@value
 * #MAX_NAMES} names in the life of the process; what comes beyond is called {@value #OTHER}. Looking one up takes no lock and
 * allocates nothing.
 */
public final class ConnectionPools {
    /** What pools are called for which there is no name left. */
    public static final String OTHER = "other";

    private static final int MAX = 128;
    private static final int MAX_NAMES = 100;
    private static final int SLOTS = 4 * MAX;

    private static final Set<String> NAMES = new HashSet<>();
    private static volatile @Nullable ConnectionPool[] table = new ConnectionPool[0];
    private static volatile boolean full;

    private ConnectionPools() {}

    /** What is known of the library's pool; {@code null} where it has not been registered. */
    public static @Nullable ConnectionPool find(Object pool) {
        @Nullable ConnectionPool[] slots = table;
        if (slots.length == 0) {
            return null;
        }
        for (int i = slot(System.identityHashCode(pool)); ; i = (i + 1) & (SLOTS - 1)) {
            ConnectionPool known = slots[i];
            if (known == null || known.pool.refersTo(pool)) {
                return known;
            }
        }
    }

    /**
     * Makes a pool known.
     *
     * @param library what the pool is called where it has no name, together with where it goes
     * @param name the name that the application has given to it, or {@code null}
     * @param gauges kept by a static field of the instrumentation
     * @param parts of the pool, for the gauges
     * @return {@code null} where there are too many
     */
    public static @Nullable ConnectionPool register(
            Object pool, String library, @Nullable String name, PoolGauges gauges, Object... parts) {
        return full ? null : add(pool, library, name, gauges, parts);
    }

    private static synchronized @Nullable ConnectionPool add(
            Object pool, String library, @Nullable String name, PoolGauges gauges, Object... parts) {
        ConnectionPool known = find(pool);
        if (known != null) {
            return known;
        }
        List<ConnectionPool> pools = all();
        if (pools.size() >= MAX) {
            full = true;
            Recorder.instance().dropped("pool");
            return null;
        }
        ConnectionPool added = new ConnectionPool(pool, System.identityHashCode(pool), library, name, gauges, parts);
        pools.add(added);
        rebuild(pools);
        return added;
    }

    private static void rebuild(List<ConnectionPool> pools) {
        @Nullable ConnectionPool[] fresh = new ConnectionPool[SLOTS];
        for (ConnectionPool each : pools) {
            int i = slot(each.hash);
            while (fresh[i] != null) {
                i = (i + 1) & (SLOTS - 1);
            }
            fresh[i] = each;
        }
        table = fresh;
    }

    private static int slot(int hash) {
        return ((hash * 0x9E3779B9) >>> 16) & (SLOTS - 1);
    }

    /** The pools that are still there; a copy. */
    public static List<ConnectionPool> all() {
        List<ConnectionPool> pools = new ArrayList<>();
        for (ConnectionPool each : table) {
            if (each != null && !each.isGone()) {
                pools.add(each);
            }
        }
        return pools;
    }

    /** The clock calls it about once a second: drops pools that are gone, and units that have ended. */
    public static void tidy() {
        for (ConnectionPool each : table) {
            if (each != null) {
                if (each.isGone()) {
                    dropGone();
                } else {
                    each.releaseEndedUnits();
                }
            }
        }
    }

    private static synchronized void dropGone() {
        rebuild(all());
        full = false;
    }

    /** The name itself, or one with a number behind it where another pool has it. */
    static synchronized String uniqueName(String wanted) {
        String name = wanted;
        for (int i = 2; NAMES.contains(name) && isTaken(name); i++) {
            name = wanted + '-' + i;
        }
        if (!NAMES.contains(name) && NAMES.size() >= MAX_NAMES) {
            return OTHER;
        }
        NAMES.add(name);
        return name;
    }

    /** A pool that has been closed, or collected, leaves its name to the next one. */
    private static boolean isTaken(String name) {
        for (ConnectionPool each : all()) {
            if (each.hasName(name) && each.read() != null) {
                return true;
            }
        }
        return false;
    }
}
