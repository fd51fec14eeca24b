// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What one thread knows of short-lived objects: 16 keys, compared by identity, each with a value. Where another one needs
 * the place, a {@link Cursor.Lasting} value moves to {@link Associations}; any other is lost. Only its own thread touches it.
 */
final class Slots {
    private static final int SIZE = 16;

    private final @Nullable Object[] keys = new Object[SIZE];
    private final @Nullable Object[] values = new Object[SIZE];
    private int nextVictim;
    private boolean lastingUnspilled;

    void put(Object key, Object value) {
        lastingUnspilled |= value instanceof Cursor.Lasting;
        int free = -1;
        for (int i = 0; i < SIZE; i++) {
            if (keys[i] == key) {
                values[i] = value;
                return;
            }
            if (keys[i] == null && free < 0) {
                free = i;
            }
        }
        if (free < 0) {
            free = nextVictim;
            nextVictim = (nextVictim + 1) % SIZE;
            spill(free);
        }
        keys[free] = key;
        values[free] = value;
    }

    /** Whether the object has a slot, whatever its value. */
    boolean contains(Object key) {
        for (int i = 0; i < SIZE; i++) {
            if (keys[i] == key) {
                return true;
            }
        }
        return false;
    }

    /** What the object's slot holds, of the given type. */
    <V> @Nullable V get(Object key, Class<V> type) {
        for (int i = 0; i < SIZE; i++) {
            if (keys[i] == key) {
                Object value = values[i];
                return type.isInstance(value) ? type.cast(value) : null;
            }
        }
        return null;
    }

    void remove(Object key) {
        for (int i = 0; i < SIZE; i++) {
            if (keys[i] == key) {
                keys[i] = null;
                values[i] = null;
                return;
            }
        }
    }

    /** Empties the slots; lasting values stay findable. */
    void clear() {
        for (int i = 0; i < SIZE; i++) {
            if (keys[i] != null) {
                spill(i);
                keys[i] = null;
                values[i] = null;
            }
        }
    }

    /** Lets other threads find the lasting values. */
    void spillLasting() {
        if (!lastingUnspilled) {
            return;
        }
        for (int i = 0; i < SIZE; i++) {
            spill(i);
        }
        lastingUnspilled = false;
    }

    private void spill(int slot) {
        Object key = keys[slot];
        Object value = values[slot];
        if (key == null || !(value instanceof Cursor.Lasting)) {
            return;
        }
        Object known = Associations.get(key, value.getClass());
        if (known != value) {
            Associations.put(key, value);
        }
    }
}
