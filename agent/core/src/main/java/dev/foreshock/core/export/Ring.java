// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of many producers and one consumer, without locks. {@link #offer} costs one compare-and-set and one
 * ordered store, never blocks, and answers false when the queue is full up to the limit it was given.
 *
 * <p>A producer claims a slot by advancing {@code tail} and then publishes its element with a release store; the consumer
 * stops at a slot that is claimed and not yet published, so order is kept and nothing is skipped. {@code head} is advanced
 * after the slot has been emptied, so a claimed slot is always empty.
 *
 * @param <T> the elements
 */
final class Ring<T> {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(Ring.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object[] slots;
    private final int mask;
    private final int capacity;
    private volatile long tail;
    private volatile long head;

    Ring(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
        this.capacity = capacity;
        this.slots = new Object[size];
        this.mask = size - 1;
    }

    int capacity() {
        return capacity;
    }

    /**
     * Puts an element in, from any thread.
     *
     * @param limit how many elements there may be afterwards, at most the capacity
     */
    boolean offer(T element, int limit) {
        long claimed;
        do {
            claimed = tail;
            if (claimed - head >= limit) {
                return false;
            }
        } while (!TAIL.compareAndSet(this, claimed, claimed + 1));
        SLOT.setRelease(slots, (int) claimed & mask, element);
        return true;
    }

    /** Takes the oldest element out; for the consumer alone. */
    @SuppressWarnings({"unchecked", "NonAtomicVolatileUpdate"}) // only offer puts in; only the consumer moves the head
    @Nullable
    T poll() {
        int slot = (int) head & mask;
        T element = (T) SLOT.getAcquire(slots, slot);
        if (element != null) {
            SLOT.setOpaque(slots, slot, null);
            head++;
        }
        return element;
    }

    /** How many elements there are; exact only while nobody offers. */
    int size() {
        return (int) (tail - head);
    }
}
