// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of long-lived objects of the application (connections, pools, clients) without adding a field to
 * them: weak keys compared by identity, one value per key and value type.
 *
 * <p>A value must be an agent type and must not reference its key, or neither is ever collected. A look-up costs some 30 ns,
 * a new entry some 800 ns and work for the collector: for short-lived objects use {@link Cursor#remember}.
 *
 * <p>The values of one class stand in a table that this class alone holds. For a class of an instrumentation references the
 * class loader of the application that it was loaded for, and that reaches what the application has in static fields, keys
 * among them. In a table of the agent's own such an entry would stay for ever; so it goes with the application.
 */
public final class Associations {
    private static final ReferenceQueue<Object> CLEARED = new ReferenceQueue<>();

    /** The tables that are still there. Guarded by itself. */
    private static final List<WeakReference<Map<Key, Object>>> COUNTED = new ArrayList<>();

    private static final ClassValue<Map<Key, Object>> TABLES = new ClassValue<>() {
        @Override
        protected Map<Key, Object> computeValue(Class<?> type) {
            Map<Key, Object> created = new ConcurrentHashMap<>();
            synchronized (COUNTED) {
                COUNTED.removeIf(table -> table.refersTo(null));
                COUNTED.add(new WeakReference<>(created));
            }
            return created;
        }
    };

    private Associations() {}

    public static void put(Object key, Object value) {
        purge();
        Map<Key, Object> table = TABLES.get(value.getClass());
        table.put(new WeakKey(key, table), value);
    }

    /** Adds the value unless there is one of its class already, which is then answered. */
    static @Nullable Object putIfAbsent(Object key, Object value) {
        purge();
        Map<Key, Object> table = TABLES.get(value.getClass());
        return table.putIfAbsent(new WeakKey(key, table), value);
    }

    /** {@code type} is the exact class of the value. */
    public static <V> @Nullable V get(Object key, Class<V> type) {
        return type.cast(TABLES.get(type).get(new Probe(key)));
    }

    public static <V> @Nullable V remove(Object key, Class<V> type) {
        Map<Key, Object> table = TABLES.get(type);
        return table.isEmpty() ? null : type.cast(table.remove(new Probe(key)));
    }

    /** How many entries there are; for tests. */
    public static int size() {
        purge();
        int size = 0;
        synchronized (COUNTED) {
            for (WeakReference<Map<Key, Object>> counted : COUNTED) {
                Map<Key, Object> table = counted.get();
                size += table == null ? 0 : table.size();
            }
        }
        return size;
    }

    /**
     * Lets go of the values of keys that are gone. Each new entry does so; the clock does where none comes any more, since a
     * key that waits here holds its table, which may belong to an application that has been undeployed meanwhile.
     */
    public static void purge() {
        for (Object cleared = CLEARED.poll(); cleared != null; cleared = CLEARED.poll()) {
            if (cleared instanceof WeakKey key) {
                key.table.remove(key);
            }
        }
    }

    private interface Key {
        @Nullable
        Object referent();
    }

    private static boolean same(Key one, Object other) {
        if (one == other) {
            return true;
        }
        if (!(other instanceof Key that)) {
            return false;
        }
        Object referent = one.referent();
        return referent != null && referent == that.referent();
    }

    private static final class WeakKey extends WeakReference<Object> implements Key {
        private final Map<Key, Object> table;
        private final int hash;

        WeakKey(Object key, Map<Key, Object> table) {
            super(key, CLEARED);
            this.table = table;
            this.hash = System.identityHashCode(key);
        }

        @Override
        public @Nullable Object referent() {
            return get();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other != null && same(this, other);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private record Probe(Object referent) implements Key {
        @Override
        public boolean equals(@Nullable Object other) {
            return other != null && same(this, other);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(referent);
        }
    }
}
