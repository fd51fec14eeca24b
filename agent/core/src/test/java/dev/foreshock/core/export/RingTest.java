// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final int PRODUCERS = 4;
    private static final int EACH = 10_000;

    @Test
    void keepsOrderAndForgetsWhatWasTaken() {
        Ring<String> ring = new Ring<>(3);
        assertTrue(ring.offer("a", 3));
        assertTrue(ring.offer("b", 3));
        assertEquals("a", ring.poll());
        assertTrue(ring.offer("c", 3));
        assertEquals(2, ring.size());
        assertEquals("b", ring.poll());
        assertEquals("c", ring.poll());
        assertNull(ring.poll());
        assertEquals(0, ring.size());
    }

    @Test
    void refusesBeyondTheLimitOfTheCaller() {
        Ring<Integer> ring = new Ring<>(8);
        for (int i = 0; i < 6; i++) {
            assertTrue(ring.offer(i, 6));
        }
        assertFalse(ring.offer(6, 6), "only three quarters are for everybody");
        assertTrue(ring.offer(6, 8));
        assertTrue(ring.offer(7, 8));
        assertFalse(ring.offer(8, 8));
    }

    @Test
    void aCapacityThatIsNoPowerOfTwoHolds() {
        Ring<Integer> ring = new Ring<>(5);
        int accepted = 0;
        while (ring.offer(accepted, ring.capacity())) {
            accepted++;
        }
        assertEquals(5, accepted);
    }

    /** Each value is its producer's number and its own: what arrives of one producer is in order and without a gap. */
    @Test
    void manyProducersLoseNothingAndTheirOrderHolds() throws InterruptedException {
        Ring<int[]> ring = new Ring<>(64);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger(PRODUCERS);
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            Thread thread = new Thread(() -> {
                await(go);
                for (int i = 0; i < EACH; ) {
                    if (ring.offer(new int[] {producer, i}, 64)) {
                        i++;
                    } else {
                        Thread.yield();
                    }
                }
                running.decrementAndGet();
            });
            threads.add(thread);
            thread.start();
        }
        int[] next = new int[PRODUCERS];
        go.countDown();
        int taken = 0;
        while (running.get() > 0 || ring.size() > 0) {
            int[] value = ring.poll();
            if (value != null) {
                assertEquals(next[value[0]]++, value[1]);
                assertTrue(ring.size() <= 64);
                taken++;
            } else {
                Thread.yield();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(PRODUCERS * EACH, taken);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
