// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Operation;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shop.Shop;

class WorkerSaturationTest {
    private static final String OPEN = "worker_saturation OPEN";

    private final Given given = new Given().set("FORESHOCK_SLOW_HANG_MS", "0");
    private final Traffic traffic = new Traffic(given);
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private int started;
    private boolean detached;

    @AfterEach
    void endThreads() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads of one pool, the first of which wait in a call. */
    private void pool(int waiting, int idle) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(waiting + idle);
        Object guard = new Object();
        for (int i = 0; i < waiting + idle; i++) {
            boolean waits = i < waiting;
            Thread thread = new Thread(
                    () -> {
                        synchronized (guard) {
                            if (waits) {
                                Operation operation = traffic.hang(new Load());
                                if (detached) {
                                    operation.detach();
                                }
                            }
                        }
                        begun.countDown();
                        // Through a class that counts as the application's.
                        new Shop(id -> awaitEnd()).loop(1);
                    },
                    "http-nio-8080-exec-" + ++started);
            thread.start();
            threads.add(thread);
        }
        begun.await();
    }

    @Test
    void a_server_whose_threads_wait_for_one_dependency_is_saturated_until_they_do_not() throws InterruptedException {
        pool(18, 2);
        traffic.seconds(12);
        assertEquals(List.of(), given.announced);
        traffic.seconds(10);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.startsWith(
                        "18 of 20 request threads (http-nio-*-exec-*) wait for http:shipping.example.com:443, the"
                                + " oldest for "),
                message);
        assertTrue(message.contains(", in GET /checkout; thread http-nio-8080-exec-"), message);
        assertTrue(message.endsWith("; other requests have to queue"), message);
        traffic.release();
        traffic.seconds(10);
        assertEquals(List.of(OPEN, "worker_saturation RESOLVED"), traffic.said());
    }

    @Test
    void threads_that_wait_for_a_client_with_threads_of_its_own_count_as_well() throws InterruptedException {
        detached = true;
        pool(18, 0);
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        traffic.seconds(22);
        assertEquals(List.of(OPEN), traffic.said());
        assertTrue(traffic.last().finding().details().contains("CountDownLatch.await("));
    }

    @Test
    void a_pool_with_threads_to_spare_is_not() throws InterruptedException {
        pool(15, 9);
        traffic.minutes(2);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_small_pool_that_may_grow_is_not_while_one_is_free() throws InterruptedException {
        pool(9, 1);
        traffic.minutes(2);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_pool_that_grows_is_not_until_it_stops() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            pool(8, 0);
            traffic.seconds(10);
        }
        assertEquals(List.of(), given.announced);
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());
    }
}
