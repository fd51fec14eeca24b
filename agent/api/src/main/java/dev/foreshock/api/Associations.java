// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of long-lived objects of the application (connections, pools, clients) without adding a field to
 * them: weak keys compared by identity, one value per key and value type.
 *
 * <p>A value must be an agent type and must not reference its key, or neither is ever collected. A look-up costs some 30 ns,
 * a new entry some 800 ns and work for the collector: for short-lived objects use {@link Cursor#remember}.
 */
public final class Associations {
    private static final ConcurrentHashMap<Key, Object> ENTRIES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> CLEARED = new ReferenceQueue<>();

    private Associations() {}

    public static void put(Object key, Object value) {
        purge();
        ENTRIES.put(new WeakKey(key, value.getClass()), value);
    }

    /** Adds the value unless there is one of its class already, which is then answered. */
    static @Nullable Object putIfAbsent(Object key, Object value) {
        purge();
        return ENTRIES.putIfAbsent(new WeakKey(key, value.getClass()), value);
    }

    /** {@code type} is the exact class of the value. */
    public static <V> @Nullable V get(Object key, Class<V> type) {
        return type.cast(ENTRIES.get(new Probe(key, type)));
    }

    public static <V> @Nullable V remove(Object key, Class<V> type) {
        return ENTRIES.isEmpty() ? null : type.cast(ENTRIES.remove(new Probe(key, type)));
    }

    /** How many entries there are; for tests and the diagnosis. */
    public static int size() {
        purge();
        return ENTRIES.size();
    }

    /**
     * Lets go of the values of keys that are gone. Each new entry does so; the clock does where none comes any more, since a
     * value may be of a class that belongs to an application which has been undeployed meanwhile.
     */
    public static void purge() {
        for (Object cleared = CLEARED.poll(); cleared != null; cleared = CLEARED.poll()) {
            ENTRIES.remove(cleared);
        }
    }

    private interface Key {
        @Nullable
        Object referent();

        Class<?> type();
    }

    private static int hash(Object key, Class<?> type) {
        return System.identityHashCode(key) * 31 + type.hashCode();
    }

    private static boolean same(Key one, Object other) {
        if (one == other) {
            return true;
        }
        if (!(other instanceof Key that) || that.type() != one.type()) {
            return false;
        }
        Object referent = one.referent();
        return referent != null && referent == that.referent();
    }

    private static final class WeakKey extends WeakReference<Object> implements Key {
        private final Class<?> type;
        private final int hash;

        WeakKey(Object key, Class<?> type) {
            super(key, CLEARED);
            this.type = type;
            this.hash = hash(key, type);
        }

        @Override
        public @Nullable Object referent() {
            return get();
        }

        @Override
        public Class<?> type() {
            return type;
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

    private record Probe(Object referent, Class<?> type) implements Key {
        @Override
        public boolean equals(@Nullable Object other) {
            return other != null && same(this, other);
        }

        @Override
        public int hashCode() {
            return hash(referent, type);
        }
    }
}
